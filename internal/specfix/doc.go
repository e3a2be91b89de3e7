// Package specfix makes the project's OpenAPI document out of the published one and a folder of corrections, and checks
// that everything derived from it still fits.
//
// Corrections are OpenAPI Overlay files. Each action carries an x-specfix extension that says what the action expects
// to find, so that a correction fails loudly when the published document has moved on, instead of changing nothing or
// the wrong thing.
package specfix
