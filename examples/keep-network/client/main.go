// The stand-in for keep-client v1.3: the same command line, configuration, exit messages, endpoints and rounds,
// without the protocol. What differs on purpose stands in README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

const defaultConfigFile = "./configs/config.toml"

const help = `NAME:
   keep-client - stand-in for the Keep Network client

USAGE:
   keep-client [-config FILE] start

COMMANDS:
   start  Starts the Keep client in the foreground

OPTIONS:
   -config FILE, -c FILE  full path to the configuration file (default: "` + defaultConfigFile + `")
`

// As process 1 of a container the kernel drops a default-handled SIGTERM, so the exit statuses a shell would show
// for death by signal are given here by hand.
const (
	exitFailure    = 1
	exitInterrupt  = 130
	exitTerminated = 143
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, newLogger(os.Stderr, os.Getenv("LOG_LEVEL"))))
}

func run(arguments []string, stdout io.Writer, log *logger) int {
	command, configFile, err := parseArguments(arguments)
	if err != nil {
		log.fatal("keep-main", err)
		return exitFailure
	}
	if command != "start" {
		fmt.Fprint(stdout, help)
		return 0
	}

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- start(ctx, configFile, os.Getenv(passwordVariable), stdout, log) }()

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	select {
	case received := <-signals:
		if received == os.Interrupt {
			return exitInterrupt
		}
		return exitTerminated
	case err := <-ended:
		log.fatal("keep-main", err)
		return exitFailure
	}
}

func parseArguments(arguments []string) (command, configFile string, err error) {
	configFile = defaultConfigFile
	for index := 0; index < len(arguments); index++ {
		argument := arguments[index]
		name, value, hasValue := strings.Cut(strings.TrimLeft(argument, "-"), "=")
		switch {
		case !strings.HasPrefix(argument, "-"):
			if command != "" {
				return "", "", fmt.Errorf("unexpected argument [%s] after [%s]", argument, command)
			}
			command = argument
		case name == "config" || name == "c":
			if !hasValue {
				index++
				if index == len(arguments) {
					return "", "", errors.New("flag needs an argument: -config")
				}
				value = arguments[index]
			}
			configFile = value
		case name == "help" || name == "h":
			return "help", configFile, nil
		default:
			return "", "", fmt.Errorf("flag provided but not defined: -%s", name)
		}
	}
	return command, configFile, nil
}

// start goes through the same steps in the same order as keep-client does and returns only with an error.
func start(ctx context.Context, configFile, password string, stdout io.Writer, log *logger) error {
	config, err := readConfig(configFile, password)
	if err != nil {
		return fmt.Errorf("error reading config file: [%w]", err)
	}
	key, err := openKeyfile(config.Ethereum.Account.KeyFile, password)
	if err != nil {
		return fmt.Errorf("failed to read key file [%s]: [%w]", config.Ethereum.Account.KeyFile, err)
	}
	self := peerIDOf(key.PubKey())
	chain, err := connectChain(ctx, config.Ethereum, log)
	if err != nil {
		return fmt.Errorf("error connecting to Ethereum node: [%w]", err)
	}
	if err := chain.checkContracts(ctx, config.Ethereum.ContractAddresses, self.address()); err != nil {
		return err
	}

	peers, err := parseMultiaddrs(config.LibP2P.Peers)
	if err != nil {
		return fmt.Errorf("failed while creating the network provider: [%w]", err)
	}
	for _, announced := range config.LibP2P.AnnouncedAddresses {
		if _, err := parseMultiaddr(announced); err != nil {
			log.warn("keep-net", "could not parse announced address [%s]: [%v]", announced, err)
		}
	}
	network, err := listen(key, config.LibP2P.Port, peers, log)
	if err != nil {
		return fmt.Errorf("failed while creating the network provider: [%w]", err)
	}
	printBanner(stdout, self, config.LibP2P.Port)
	if err := prepareStorage(config.Storage.DataDir); err != nil {
		return fmt.Errorf("failed while creating a storage disk handler: [%w]", err)
	}

	network.start(ctx)
	serveStatus(ctx, config, self, network, chain, log)
	<-ctx.Done()
	return ctx.Err()
}

func printBanner(out io.Writer, self peerID, port int) {
	line := strings.Repeat("-", 100)
	fmt.Fprintf(out, "%s\n| Keep Random Beacon Node (stand-in)\n|\n| Port: %d\n", line, port)
	for _, address := range localAddresses() {
		fmt.Fprintf(out, "| IPs : /ip4/%s/tcp/%d/ipfs/%s\n", address, port, self)
	}
	fmt.Fprintf(out, "%s\n", line)
}

// The real client keeps its group keys in these three folders; the folder around them must be there already.
func prepareStorage(folder string) error {
	found, err := os.Stat(folder)
	if err != nil {
		return fmt.Errorf("could not access the storage directory [%s]: [%w]", folder, err)
	}
	if !found.IsDir() {
		return fmt.Errorf("the storage directory [%s] is not a directory", folder)
	}
	for _, name := range []string{"current", "archive", "snapshot"} {
		if err := os.MkdirAll(folder+"/"+name, 0o700); err != nil {
			return fmt.Errorf("error occurred while creating a dir: [%w]", err)
		}
	}
	return nil
}
