//go:build !race

package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// A body of a few MiB can be wrong in a million places, or be correct and full of records. Neither takes more memory than the
// archive may, which a process of its own shows.
func TestVerifyMemory(t *testing.T) {
	if file := os.Getenv("GAINSIGHT_GO_VERIFY"); file != "" {
		verifyAndMeasure(t, file)
		return
	}
	reply := func(items string, count int) string {
		return `{"result":true,"data":{"records":[` + strings.Repeat(items+",", count) + items + `]}}`
	}
	for name, reply := range map[string]string{
		"numbers":     reply("0", 490_000),
		"types":       reply(`{"Gsid":5,"Name":7,"CompanyName":true,"UserRole":1,"ModifiedBy":"Alex Example"}`, 60_000),
		"new members": reply(`{"a":5,"b":7,"c":true,"d":1}`, 90_000),
	} {
		t.Run(name, func(t *testing.T) {
			entry := good()
			entry.reply = reply
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestVerifyMemory$", "-test.v")
			child.Env = append(os.Environ(), "GAINSIGHT_GO_VERIFY="+har(t, entry))
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

func verifyAndMeasure(t *testing.T, file string) {
	var errors strings.Builder
	if code := run([]string{"verify", "--strict", file}, io.Discard, &errors); code != exitFindings {
		t.Errorf("exit code %d: %s", code, errors.String())
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Printf("%d MiB\n", memory.Sys>>20)
	if memory.Sys > 200<<20 {
		t.Errorf("%d MiB were taken from the system", memory.Sys>>20)
	}
}
