// Package quotasim tries limiters against virtual servers, in virtual time: hours pass in milliseconds. Run must be called in
// a bubble of testing/synctest.
package quotasim
