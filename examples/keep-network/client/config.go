package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
)

const passwordVariable = "KEEP_ETHEREUM_PASSWORD"

// Config has the field names of keep-client v1.3; the TOML library matches them without regard to case.
type Config struct {
	Ethereum    Ethereum
	LibP2P      LibP2P
	Storage     Storage
	Metrics     Metrics
	Diagnostics Diagnostics
}

type Ethereum struct {
	URL                    string
	URLRPC                 string
	Account                Account
	ContractAddresses      map[string]string
	MiningCheckInterval    int
	MaxGasPrice            uint64
	RequestsPerSecondLimit int
	ConcurrencyLimit       int
}

// Account.Address is read and ignored, as in v1.3.
type Account struct {
	Address string
	KeyFile string
}

type LibP2P struct {
	Peers              []string
	Port               int
	AnnouncedAddresses []string
	DisseminationTime  int
}

type Storage struct {
	DataDir string
}

type Metrics struct {
	Port                int
	NetworkMetricsTick  int
	EthereumMetricsTick int
}

type Diagnostics struct {
	Port int
}

const (
	operatorContract = "KeepRandomBeaconOperator"
	stakingContract  = "TokenStaking"
	serviceContract  = "KeepRandomBeaconService"
)

func readConfig(path, password string) (*Config, error) {
	config := &Config{}
	metadata, err := toml.DecodeFile(path, config)
	if err != nil {
		return nil, fmt.Errorf("unable to decode .toml file [%s] error [%w]", path, err)
	}
	if unknown := unknownKeys(metadata, config); len(unknown) > 0 {
		return nil, fmt.Errorf("unknown keys in .toml file [%s]: %s", path, strings.Join(unknown, ", "))
	}
	if password == "" {
		return nil, fmt.Errorf("password is required; set %s environment variable to password or 'prompt'", passwordVariable)
	}
	if config.LibP2P.Port == 0 {
		return nil, errors.New("missing value for port; see node section in config file or use --port flag")
	}
	if config.Storage.DataDir == "" {
		return nil, errors.New("missing value for storage directory data")
	}
	if time := config.LibP2P.DisseminationTime; time < 0 || time > 90 {
		return nil, fmt.Errorf("dissemination time [%d] is out of range 0..90 seconds", time)
	}
	return config, nil
}

// The real client ignores what it doesn't know. The stand-in refuses it, so that a misspelt key can't hide.
func unknownKeys(metadata toml.MetaData, config *Config) []string {
	unknown := []string{}
	for _, key := range metadata.Undecoded() {
		unknown = append(unknown, key.String())
	}
	for name := range config.Ethereum.ContractAddresses {
		if name != operatorContract && name != stakingContract && name != serviceContract {
			unknown = append(unknown, "ethereum.ContractAddresses."+name)
		}
	}
	sort.Strings(unknown)
	return unknown
}
