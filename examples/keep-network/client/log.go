package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// logger writes lines in keep-client's form, with ANSI colours even where there is no terminal.
type logger struct {
	mutex sync.Mutex
	out   io.Writer
	debug bool
}

func newLogger(out io.Writer, level string) *logger {
	return &logger{out: out, debug: strings.EqualFold(level, "debug")}
}

func (l *logger) write(colour int, level, system, message string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	timestamp := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	message = strings.ReplaceAll(message, "\n", " ")
	fmt.Fprintf(l.out, "%s\t\x1b[%dm%s\x1b[0m\t%s\t%s\n", timestamp, colour, level, system, message)
}

func (l *logger) debugf(system, format string, values ...any) {
	if l.debug {
		l.write(35, "DEBUG", system, fmt.Sprintf(format, values...))
	}
}

func (l *logger) info(system, format string, values ...any) {
	l.write(34, "INFO", system, fmt.Sprintf(format, values...))
}

func (l *logger) warn(system, format string, values ...any) {
	l.write(33, "WARN", system, fmt.Sprintf(format, values...))
}

func (l *logger) error(system, format string, values ...any) {
	l.write(31, "ERROR", system, fmt.Sprintf(format, values...))
}

func (l *logger) fatal(system string, err error) {
	l.write(31, "FATAL", system, err.Error())
}
