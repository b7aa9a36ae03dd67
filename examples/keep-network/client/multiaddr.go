package main

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// multiaddr is where a peer is dialled, and the id it must prove there; "/dns4/HOST/tcp/PORT/ipfs/ID".
type multiaddr struct {
	network string
	host    string
	port    int
	id      peerID
}

func (m multiaddr) dialAddress() string {
	return net.JoinHostPort(m.host, strconv.Itoa(m.port))
}

var dialNetworks = map[string]string{"ip4": "tcp4", "dns4": "tcp4", "ip6": "tcp6", "dns6": "tcp6", "dns": "tcp"}

func parseMultiaddrs(texts []string) ([]multiaddr, error) {
	parsed := make([]multiaddr, 0, len(texts))
	for _, text := range texts {
		address, err := parseMultiaddr(text)
		if err != nil {
			return nil, err
		}
		if address.id == "" {
			return nil, fmt.Errorf("failed to parse multiaddr %q: invalid p2p multiaddr: no peer id", text)
		}
		parsed = append(parsed, address)
	}
	return parsed, nil
}

func parseMultiaddr(text string) (multiaddr, error) {
	fail := func(cause error) (multiaddr, error) {
		return multiaddr{}, fmt.Errorf("failed to parse multiaddr %q: %w", text, cause)
	}
	if text == "" {
		return fail(errors.New("empty multiaddr"))
	}
	parts := strings.Split(strings.TrimRight(text, "/"), "/")
	if parts[0] != "" {
		return fail(errors.New("must begin with /"))
	}
	if len(parts) != 5 && len(parts) != 7 {
		return fail(errors.New("must be /dns4/HOST/tcp/PORT/ipfs/ID"))
	}
	network, known := dialNetworks[parts[1]]
	if !known || parts[3] != "tcp" {
		return fail(fmt.Errorf("no known protocols in /%s/…/%s", parts[1], parts[3]))
	}
	host := parts[2]
	if ip := net.ParseIP(host); host == "" || (strings.HasPrefix(parts[1], "ip") && ip == nil) {
		return fail(fmt.Errorf("invalid host %q", host))
	}
	port, err := strconv.ParseUint(parts[4], 10, 16)
	if err != nil {
		return fail(fmt.Errorf("invalid port %q", parts[4]))
	}
	address := multiaddr{network: network, host: host, port: int(port)}
	if len(parts) == 7 {
		if parts[5] != "ipfs" && parts[5] != "p2p" {
			return fail(fmt.Errorf("no known protocol %q", parts[5]))
		}
		address.id = peerID(parts[6])
		if _, err := address.id.publicKey(); err != nil {
			return fail(err)
		}
	}
	return address, nil
}
