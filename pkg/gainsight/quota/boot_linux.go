package quota

import (
	"os"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// clockBoottime is CLOCK_BOOTTIME, which package syscall has no name for.
const clockBoottime = 7

func sinceBoot() boot {
	var at syscall.Timespec
	if isVirtual(time.Now()) {
		return boot{}
	}
	if _, _, fault := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockBoottime, uintptr(unsafe.Pointer(&at)), 0); fault != 0 {
		return boot{}
	}
	return boot{bootID(), at.Nano()}
}

// bootID is the same for all containers of a machine. Those with a time namespace of their own have another time since the
// machine was started, and so count as another machine.
var bootID = sync.OnceValue(func() uint64 {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil || len(id) == 0 {
		return 0
	}
	namespace, _ := os.Readlink("/proc/self/ns/time")
	return hash(string(id) + namespace)
})
