package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// tick is the unit of processor times in /proc on Linux.
const tick = time.Second / 100

// processorTime returns the user and system time of a process, which are the fields 14
// and 15 of /proc/PID/stat. The second field is a name in parentheses.
func processorTime(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat: %q", pid, stat)
	}
	ticks := int64(0)
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("/proc/%d/stat: %w", pid, err)
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, nil
}

// awaitIdle waits until a process is nearly idle, at most half a minute, and returns its
// processor time.
func awaitIdle(pid int) (time.Duration, error) {
	before, err := processorTime(pid)
	for range 30 {
		time.Sleep(time.Second)
		now, failed := processorTime(pid)
		if err != nil || failed != nil || now-before <= tick {
			return now, failed
		}
		before = now
	}
	return before, err
}

// memory returns the memory of a process in bytes, including its part of shared memory
// (Pss).
func memory(pid int) (int64, error) {
	rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(rollup) {
		if fields := bytes.Fields(line); len(fields) == 3 && string(fields[0]) == "Pss:" {
			kilobytes, err := strconv.ParseInt(string(fields[1]), 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, fmt.Errorf("/proc/%d/smaps_rollup has no Pss", pid)
}
