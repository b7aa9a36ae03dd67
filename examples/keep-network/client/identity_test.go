package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestPeerIDOfARealBootstrapGivesItsAddress(t *testing.T) {
	id := peerID("16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH")
	if got := id.address(); got != "0x0eC14BC7cCA82c942Cf276F6BbD0413216dDB2bE" {
		t.Errorf("got %s", got)
	}
	key, err := id.publicKey()
	if err != nil || peerIDOf(key) != id {
		t.Errorf("the id's key gives %s, %v", peerIDOf(key), err)
	}
}

func TestPeerIDIsRefused(t *testing.T) {
	for name, id := range map[string]string{
		"when empty":                     "",
		"when a character is no base58":  "16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLtt0",
		"when it is of another key type": "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
		"when a character is missing":    "16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLtt",
		"when very long":                 strings.Repeat("z", 10_000),
	} {
		if _, err := peerID(id).publicKey(); err == nil {
			t.Errorf("%s: %q was taken", name, id)
		}
	}
}

func FuzzBase58IsReversible(f *testing.F) {
	f.Add([]byte{0, 0, 1, 255})
	f.Add([]byte{0})
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) == 0 || len(content) > 80 {
			return
		}
		decoded, err := base58Decode(base58Encode(content))
		if err != nil || !bytes.Equal(decoded, content) {
			t.Errorf("%x became %x, %v", content, decoded, err)
		}
	})
}

// Made with Node's own scrypt and AES for the private key 0xac09…ff80 and the password "password".
const lightKeyfile = `{"address":"f39fd6e51aad88f6f4ce6ab8827279cfffb92266","crypto":{"cipher":"aes-128-ctr","ciphertext":"8e31568b726bb8c79d8745bd65eb4e4f0ce3264a2a271d216b5ed5cefdb1c41f","cipherparams":{"iv":"00090000000000000000000000000000"},"kdf":"scrypt","kdfparams":{"dklen":32,"n":4096,"p":1,"r":8,"salt":"0707070707070707070707070707070707070707070707070707070707070707"},"mac":"46727380ef7288701422b44ce8eef3afe343c7966457a734ec547ea189b922d1"},"id":"4d6f1a3a-9e0e-4b0a-8f67-0d2f6a1f4d11","version":3}`

func TestKeyfileOpensWithItsPassword(t *testing.T) {
	key, err := decryptKeyfile([]byte(lightKeyfile), "password")
	if err != nil {
		t.Fatal(err)
	}
	if got := ethereumAddress(key.PubKey()); got != "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266" {
		t.Errorf("got %s", got)
	}
}

func TestKeyfileIsRefused(t *testing.T) {
	if _, err := decryptKeyfile([]byte(lightKeyfile), "password\n"); !errors.Is(err, errPassword) {
		t.Errorf("with a trailing newline in the password: got %v", err)
	}
	for name, content := range map[string]string{
		"when it is no JSON":                   "keyfile",
		"when its version is another":          strings.Replace(lightKeyfile, `"version":3`, `"version":1`, 1),
		"when its KDF is another":              strings.Replace(lightKeyfile, `"kdf":"scrypt"`, `"kdf":"argon2"`, 1),
		"when its address is of another key":   strings.Replace(lightKeyfile, "f39fd6e5", "e39fd6e5", 1),
		"when its derived key would be short":  strings.Replace(lightKeyfile, `"dklen":32`, `"dklen":16`, 1),
		"when its N is no power of two":        strings.Replace(lightKeyfile, `"n":4096`, `"n":4095`, 1),
		"when its initial vector is truncated": strings.Replace(lightKeyfile, `"iv":"00`, `"iv":"`, 1),
	} {
		if content == lightKeyfile {
			t.Fatalf("%s: the test changed nothing", name)
		}
		if _, err := decryptKeyfile([]byte(content), "password"); err == nil {
			t.Errorf("%s: it was opened", name)
		}
	}
}

func TestMultiaddrIsRefused(t *testing.T) {
	const id = "16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH"
	for text, want := range map[string]string{
		"":                                      "empty multiaddr",
		"dns4/host/tcp/1/ipfs/" + id:            "must begin with /",
		"/dns4/host/tcp/3919":                   "no peer id",
		"/dns4/host/udp/1/ipfs/" + id:           "no known protocols",
		"/ip4/host/tcp/1/ipfs/" + id:            "invalid host",
		"/dns4/host/tcp/65536/ipfs/" + id:       "invalid port",
		"/dns4/host/tcp/1/ipfs/" + id + "/x":    "must be",
		"/dns4/host/tcp/1/ipfs/16Uiu2HAmCcfVpH": "failed to parse peer id",
	} {
		if _, err := parseMultiaddrs([]string{text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: want an error with %q, got %v", text, want, err)
		}
	}
}

func TestMultiaddrNamesHostPortAndID(t *testing.T) {
	const id = "16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH"
	for _, text := range []string{"/dns4/host/tcp/3919/ipfs/" + id, "/dns4/host/tcp/3919/p2p/" + id} {
		address, err := parseMultiaddr(text)
		if err != nil || address.dialAddress() != "host:3919" || address.network != "tcp4" || address.id != id {
			t.Errorf("%q: got %+v, %v", text, address, err)
		}
	}
}
