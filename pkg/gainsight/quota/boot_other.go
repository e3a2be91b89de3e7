//go:build !linux

package quota

func sinceBoot() boot { return boot{} }
