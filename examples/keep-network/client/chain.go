package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

const chainTimeout = 30 * time.Second

var (
	addressPattern = regexp.MustCompile(`^(0[xX])?[0-9a-fA-F]{40}$`)
	errNoCode      = errors.New("no contract code at given address")
)

type chain struct {
	rpc *rpc
	log *logger
}

// connectChain dials both URLs, as v1 does: the WebSocket carries every request, the other one is never used, which
// is why a wrong URLRPC goes unnoticed and an absent one does not.
func connectChain(ctx context.Context, config Ethereum, log *logger) (*chain, error) {
	ctx, cancel := context.WithTimeout(ctx, chainTimeout)
	defer cancel()
	for _, url := range []string{config.URL, config.URLRPC} {
		if err := checkTransport(url); err != nil {
			return nil, fmt.Errorf("error connecting to Ethereum server: %s [%w]", url, err)
		}
	}
	if !isWebSocket(config.URL) {
		return nil, errors.New("failed to create block counter: [notifications not supported]")
	}
	connection := &rpc{url: config.URL}
	if err := connection.dial(ctx); err != nil {
		return nil, fmt.Errorf("error connecting to Ethereum server: %s [%w]", config.URL, err)
	}
	return &chain{connection, log}, nil
}

func (c *chain) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, chainTimeout)
	defer cancel()
	return c.rpc.call(ctx, "eth_blockNumber", []any{}, new(string))
}

// checkContracts dies of what the real client dies of, and only warns of what that one would not notice.
func (c *chain) checkContracts(ctx context.Context, addresses map[string]string, operator string) error {
	ctx, cancel := context.WithTimeout(ctx, chainTimeout)
	defer cancel()
	for _, name := range []string{operatorContract, stakingContract} {
		if err := checkAddress(addresses, name); err != nil {
			return err
		}
	}
	for _, name := range []string{operatorContract, stakingContract, serviceContract} {
		address, isConfigured := addresses[name]
		if !isConfigured || !addressPattern.MatchString(address) {
			c.log.warn("keep-chain", "no usable address of [%s]", name)
			continue
		}
		code, err := c.codeSize(ctx, address)
		switch {
		case err != nil:
			return fmt.Errorf("could not fetch code of [%s]: [%w]", name, err)
		case code == 0 && name != operatorContract:
			c.log.warn("keep-chain", "[%s] has no code at [%s]", name, address)
		case code > 0:
			c.log.info("keep-chain", "[%s] has [%d] bytes of code at [%s]", name, code, address)
		}
	}
	for _, function := range []string{
		"groupSize()", "groupThreshold()", "ticketSubmissionTimeout()", "resultPublicationBlockStep()", "relayEntryTimeout()",
	} {
		if _, err := c.view(ctx, addresses[operatorContract], function, nil); err != nil {
			return fmt.Errorf("could not fetch chain config: [error calling %s: [%w]]", function, err)
		}
	}
	c.warnWithoutStake(ctx, addresses[operatorContract], operator)
	return nil
}

// The real client dies without stake; staking is another action's work, so the stand-in goes on.
func (c *chain) warnWithoutStake(ctx context.Context, contract, operator string) {
	argument := append(make([]byte, 12), mustDecodeAddress(operator)...)
	answer, err := c.view(ctx, contract, "hasMinimumStake(address)", argument)
	if err != nil || strings.Trim(hex.EncodeToString(answer), "0") == "" {
		c.log.warn("keep-start", "no minimum KEEP stake or operator is not authorized to use it")
	}
}

func checkAddress(addresses map[string]string, name string) error {
	address, isConfigured := addresses[name]
	if !isConfigured {
		return fmt.Errorf("no address information for [%s] in configuration", name)
	}
	if !addressPattern.MatchString(address) {
		return fmt.Errorf("configured address [%s] for contract [%s] is not valid hex address", address, name)
	}
	return nil
}

func (c *chain) codeSize(ctx context.Context, address string) (int, error) {
	code, err := c.hexResult(ctx, "eth_getCode", address, "latest")
	return len(code), err
}

func (c *chain) view(ctx context.Context, contract, function string, arguments []byte) ([]byte, error) {
	data := append(keccak256([]byte(function))[:4], arguments...)
	answer, err := c.hexResult(ctx, "eth_call", map[string]string{"to": prefixed(contract), "data": "0x" + hex.EncodeToString(data)}, "latest")
	if err != nil {
		return nil, err
	}
	if len(answer) > 0 {
		return answer, nil
	}
	size, err := c.codeSize(ctx, contract)
	if err == nil && size == 0 {
		err = errNoCode
	} else if err == nil {
		err = errors.New("abi: attempting to unmarshall an empty string while arguments are expected")
	}
	return nil, err
}

func (c *chain) hexResult(ctx context.Context, method string, parameters ...any) ([]byte, error) {
	if address, isText := parameters[0].(string); isText {
		parameters[0] = prefixed(address)
	}
	result := ""
	if err := c.rpc.call(ctx, method, parameters, &result); err != nil {
		return nil, err
	}
	return hex.DecodeString(strings.TrimPrefix(result, "0x"))
}

func prefixed(address string) string {
	return "0x" + strings.TrimPrefix(strings.TrimPrefix(address, "0x"), "0X")
}

func mustDecodeAddress(address string) []byte {
	decoded, err := hex.DecodeString(strings.TrimPrefix(address, "0x"))
	if err != nil {
		panic(err)
	}
	return decoded
}
