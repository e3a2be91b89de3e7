package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// flagSet reads the arguments of one command, and is its help.
type flagSet struct {
	*flag.FlagSet
	arguments string // what may follow the flags, such as "FILE…"; empty for nothing
}

func newFlags(command, arguments string) *flagSet {
	flags := &flagSet{flag.NewFlagSet(command, flag.ContinueOnError), arguments}
	flags.SetOutput(io.Discard)
	return flags
}

// parse reads flags, which may stand between the arguments. When it returns false, the command ends with the exit code.
func (f *flagSet) parse(args []string, stdout, stderr io.Writer) (arguments []string, code int, ok bool) {
	arguments, err := f.readAll(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		f.help(stdout)
		return nil, exitOK, false
	case err != nil:
		return nil, f.misused(stderr, err.Error()), false
	case f.arguments == "" && len(arguments) > 0:
		return nil, f.misused(stderr, fmt.Sprintf("unexpected argument %q", arguments[0])), false
	}
	return arguments, exitOK, true
}

// readAll goes on behind each argument, where package flag stops. Behind -- there are no flags.
func (f *flagSet) readAll(args []string) (arguments []string, err error) {
	for {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		rest := f.Args()
		read := len(args) - len(rest)
		if len(rest) == 0 || read > 0 && args[read-1] == "--" {
			return append(arguments, rest...), nil
		}
		arguments, args = append(arguments, rest[0]), rest[1:]
	}
}

// misused says what is wrong with the arguments, and how they should be.
func (f *flagSet) misused(stderr io.Writer, what string) int {
	fmt.Fprintf(stderr, "specfix %s: %s\n", f.Name(), what)
	f.help(stderr)
	return exitUnusable
}

func (f *flagSet) help(w io.Writer) {
	fmt.Fprintf(w, "Usage: specfix %s [flags]", f.Name())
	if f.arguments != "" {
		fmt.Fprint(w, " "+f.arguments)
	}
	commands := commands()
	if i := slices.IndexFunc(commands, func(c command) bool { return c.name == f.Name() }); i >= 0 {
		fmt.Fprintf(w, "\n\n%s", strings.Join(strings.Fields(commands[i].summary), " "))
	}
	fmt.Fprint(w, "\n\nFlags:\n")
	f.VisitAll(func(known *flag.Flag) {
		value, usage := flag.UnquoteUsage(known)
		fmt.Fprintf(w, "  %-16s %s\n", strings.TrimSpace("--"+known.Name+" "+value), usage)
	})
	fmt.Fprintf(w, "\n%s", exitCodes)
}

const exitCodes = "Exit codes: 0 all is well, 1 something has to be repaired, 2 unusable input or wrong usage.\n"
