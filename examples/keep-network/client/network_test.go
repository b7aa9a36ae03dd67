package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
)

const patience = 5 * time.Second

func newKey(t *testing.T) *secp256k1.PrivateKey {
	t.Helper()
	key, err := secp256k1.GeneratePrivateKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newNetwork(t *testing.T, key *secp256k1.PrivateKey, peers ...multiaddr) *network {
	t.Helper()
	n, err := listen(key, 0, peers, newLogger(io.Discard, ""))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.listener.Close() })
	return n
}

func addressOf(n *network, id peerID) multiaddr {
	return multiaddr{network: "tcp4", host: "127.0.0.1", port: n.listener.Addr().(*net.TCPAddr).Port, id: id}
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s did not come within %s", what, patience)
		}
	}
}

func TestPeersSeeEachOtherAfterOneDial(t *testing.T) {
	bootstrap := newNetwork(t, newKey(t))
	bootstrap.start(t.Context())
	standard := newNetwork(t, newKey(t), addressOf(bootstrap, bootstrap.self))
	ctx, stop := context.WithCancel(t.Context())
	standard.start(ctx)

	eventually(t, "the connection", func() bool {
		return bootstrap.isConnected(standard.self) && standard.isConnected(bootstrap.self)
	})
	stop()
	eventually(t, "the end of the connection", func() bool { return len(bootstrap.connectedPeers()) == 0 })
}

func TestALatePeerIsFoundInANextRound(t *testing.T) {
	late := newNetwork(t, newKey(t))
	address := addressOf(late, late.self)
	late.listener.Close()
	early := newNetwork(t, newKey(t), address)
	go early.rounds(t.Context(), 10*time.Millisecond)

	again, err := net.Listen("tcp", address.dialAddress())
	if err != nil {
		t.Fatal(err)
	}
	late.listener = again
	t.Cleanup(func() { again.Close() })
	go late.accept(t.Context())
	eventually(t, "the connection", func() bool { return early.isConnected(late.self) })
}

func TestAPeerWithAnotherIDThanConfiguredIsNotConnected(t *testing.T) {
	other := newNetwork(t, newKey(t))
	other.start(t.Context())
	self := newNetwork(t, newKey(t))

	err := self.dial(t.Context(), addressOf(other, peerIDOf(newKey(t).PubKey())))
	if err == nil || !strings.Contains(err.Error(), "peer id mismatch") {
		t.Errorf("got %v", err)
	}
	if found := self.connectedPeers(); len(found) != 0 {
		t.Errorf("connected to %v", found)
	}
}

func TestAPeerIsNotConnectedToItself(t *testing.T) {
	self := newNetwork(t, newKey(t))
	self.start(t.Context())
	if err := self.dial(t.Context(), addressOf(self, self.self)); err != errSelf {
		t.Errorf("got %v", err)
	}
	if found := self.connectedPeers(); len(found) != 0 {
		t.Errorf("connected to %v", found)
	}
}

// imposter claims an id and answers the challenge with whatever prove returns.
func imposter(t *testing.T, claimed peerID, prove func(digest []byte) string) multiaddr {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		reader := bufio.NewReader(connection)
		writeMessage(connection, message{NetworkID: string(claimed), Challenge: strings.Repeat("00", challengeSize)})
		hello, _ := readMessage(reader)
		challenge, _ := hex.DecodeString(hello.Challenge)
		writeMessage(connection, message{Signature: prove(proofDigest(claimed, peerID(hello.NetworkID), challenge))})
		io.Copy(io.Discard, reader)
	}()
	return multiaddr{network: "tcp4", host: "127.0.0.1", port: listener.Addr().(*net.TCPAddr).Port, id: claimed}
}

func TestAPeerThatCannotSignForItsIDIsNotConnected(t *testing.T) {
	claimed, own := newKey(t), newKey(t)
	sign := func(key *secp256k1.PrivateKey, digest []byte) string {
		return hex.EncodeToString(ecdsa.Sign(key, digest).Serialize())
	}
	for name, prove := range map[string]func([]byte) string{
		"with its own key":           func(digest []byte) string { return sign(own, digest) },
		"with the key, another text": func([]byte) string { return sign(claimed, make([]byte, 32)) },
		"with no signature":          func([]byte) string { return "" },
		"with no hexadecimal":        func([]byte) string { return "signature" },
	} {
		t.Run(name, func(t *testing.T) {
			self := newNetwork(t, newKey(t))
			ctx, stop := context.WithTimeout(t.Context(), patience)
			defer stop()
			err := self.dial(ctx, imposter(t, peerIDOf(claimed.PubKey()), prove))
			if err == nil || !strings.Contains(err.Error(), "its") {
				t.Errorf("got %v", err)
			}
			if found := self.connectedPeers(); len(found) != 0 {
				t.Errorf("connected to %v", found)
			}
		})
	}
}

func TestAPeerThatSignsForItsIDIsConnected(t *testing.T) {
	claimed := newKey(t)
	self := newNetwork(t, newKey(t))
	address := imposter(t, peerIDOf(claimed.PubKey()), func(digest []byte) string {
		return hex.EncodeToString(ecdsa.Sign(claimed, digest).Serialize())
	})
	go self.dial(t.Context(), address)
	eventually(t, "the connection", func() bool { return self.isConnected(address.id) })
}

func TestDiagnosticsHaveTheRealClientsShape(t *testing.T) {
	self := peerID("16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH")
	info := `{"ethereum_address":"0x0eC14BC7cCA82c942Cf276F6BbD0413216dDB2bE","network_id":"` + string(self) + `"}`
	for want, peers := range map[string][]peerID{
		`{"client_info":` + info + `,"connected_peers":[]}`:             {},
		`{"client_info":` + info + `,"connected_peers":[` + info + `]}`: {self},
	} {
		got, err := json.Marshal(diagnosticsOf(self, peers))
		if err != nil || string(got) != want {
			t.Errorf("want %s, got %s, %v", want, got, err)
		}
	}
}

func TestMetricsHaveTheRealClientsShape(t *testing.T) {
	registry := &gauges{all: map[string]gauge{"eth_connectivity": {"eth_connectivity", 1, time.UnixMilli(1795257199445)}}}
	if got := registry.text(); got != "# TYPE eth_connectivity gauge\neth_connectivity 1 1795257199445" {
		t.Errorf("got %q", got)
	}
}
