package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const validConfig = `
[ethereum]
URL = "ws://127.0.0.1:8546"
URLRPC = "http://127.0.0.1:8545"
[ethereum.account]
KeyFile = "/mnt/keep-client/keyfile/keyfile.json"
[ethereum.ContractAddresses]
KeepRandomBeaconOperator = "0x1111111111111111111111111111111111111111"
TokenStaking = "0x2222222222222222222222222222222222222222"
KeepRandomBeaconService = "0x3333333333333333333333333333333333333333"
[LibP2P]
Peers = ["/dns4/keep-client-0.keep.svc.cluster.local/tcp/3919/ipfs/16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH"]
Port = 3919
[Storage]
DataDir = "/mnt/keep-client/data"
[Metrics]
Port = 9601
[Diagnostics]
Port = 9602
`

func readText(t *testing.T, text, password string) (*Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return readConfig(path, password)
}

func TestConfigIsRefused(t *testing.T) {
	for name, test := range map[string]struct{ from, to, password, want string }{
		"when a port is a float":                {"Port = 3919", "Port = 3919.0", "p", "unable to decode"},
		"when a port is a text":                 {"Port = 3919", `Port = "3919"`, "p", "unable to decode"},
		"when Peers is one text":                {"Peers = [", `Peers = "/a" # [`, "p", "unable to decode"},
		"when a key stands twice":               {"Port = 9602", "Port = 9602\nPort = 9602", "p", "unable to decode"},
		"when a key is unknown":                 {"Port = 3919", "Port = 3919\nSeed = 2", "p", "unknown keys in .toml file"},
		"when a section is unknown":             {"[Diagnostics]", "[ClientInfo]\nPort = 1\n[Diagnostics]", "p", "ClientInfo"},
		"when a contract is unknown":            {"TokenStaking", "tokenstaking", "p", "ethereum.ContractAddresses.tokenstaking"},
		"when the password is missing":          {"", "", "", "password is required; set KEEP_ETHEREUM_PASSWORD"},
		"when the port is missing":              {"Port = 3919", "", "p", "missing value for port"},
		"when the storage directory is missing": {`DataDir = "/mnt/keep-client/data"`, "", "p", "missing value for storage directory"},
		"when the dissemination is too long":    {"Port = 3919", "Port = 3919\nDisseminationTime = 91", "p", "out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readText(t, strings.Replace(validConfig, test.from, test.to, 1), test.password)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want an error with %q, got %v", test.want, err)
			}
		})
	}
}

func TestConfigHasTheValuesOfTheFile(t *testing.T) {
	config, err := readText(t, validConfig, "p")
	if err != nil {
		t.Fatal(err)
	}
	if config.Ethereum.ContractAddresses[operatorContract] != "0x1111111111111111111111111111111111111111" ||
		config.LibP2P.Port != 3919 || len(config.LibP2P.Peers) != 1 || config.Metrics.Port != 9601 || config.Diagnostics.Port != 9602 {
		t.Errorf("got %+v", config)
	}
}

func TestSectionAndFieldNamesMatchInAnyCase(t *testing.T) {
	config, err := readText(t, strings.Replace(strings.Replace(validConfig, "[LibP2P]", "[libp2p]", 1), "DataDir", "datadir", 1), "p")
	if err != nil || config.LibP2P.Port != 3919 || config.Storage.DataDir == "" {
		t.Errorf("got %+v, %v", config, err)
	}
}

func TestArguments(t *testing.T) {
	for line, want := range map[string]struct{ command, file, failure string }{
		"":                        {"", defaultConfigFile, ""},
		"start":                   {"start", defaultConfigFile, ""},
		"-config a.toml start":    {"start", "a.toml", ""},
		"--config=a.toml start":   {"start", "a.toml", ""},
		"-c a.toml start":         {"start", "a.toml", ""},
		"-config":                 {"", "", "flag needs an argument"},
		"-configuration x start":  {"", "", "flag provided but not defined"},
		"start stop":              {"", "", "unexpected argument"},
		"-config a.toml -h start": {"help", "a.toml", ""},
	} {
		command, file, err := parseArguments(strings.Fields(line))
		if want.failure != "" {
			if err == nil || !strings.Contains(err.Error(), want.failure) {
				t.Errorf("%q: want an error with %q, got %v", line, want.failure, err)
			}
		} else if err != nil || command != want.command || file != want.file {
			t.Errorf("%q: got %q, %q, %v", line, command, file, err)
		}
	}
}
