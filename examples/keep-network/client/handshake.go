package main

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
)

const (
	handshakeTimeout = 10 * time.Second
	challengeSize    = 32
)

var errSelf = errors.New("dial to self attempted")

// message is one line of JSON: first a hello with id and challenge, then a proof, then nothing but empty beats.
type message struct {
	NetworkID string `json:"network_id,omitempty"`
	Challenge string `json:"challenge,omitempty"`
	Signature string `json:"signature,omitempty"`
}

func writeMessage(connection net.Conn, value message) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = connection.Write(append(line, '\n'))
	return err
}

func readMessage(reader *bufio.Reader) (message, error) {
	value := message{}
	line, err := reader.ReadSlice('\n') // fails on a line longer than the reader's buffer
	if err != nil {
		return value, err
	}
	return value, json.Unmarshal(line, &value)
}

// handshake returns the peer's id once the peer has signed our challenge with that id's key. Both sides sign, each
// over both ids, so that a proof made for one peer is worth nothing to another. An empty expected id takes any peer.
func handshake(connection net.Conn, reader *bufio.Reader, key *secp256k1.PrivateKey, expected peerID) (peerID, error) {
	if err := connection.SetDeadline(time.Now().Add(handshakeTimeout)); err != nil {
		return "", err
	}
	challenge := make([]byte, challengeSize)
	if _, err := rand.Read(challenge); err != nil {
		return "", err
	}
	self := peerIDOf(key.PubKey())
	if err := writeMessage(connection, message{NetworkID: string(self), Challenge: hex.EncodeToString(challenge)}); err != nil {
		return "", err
	}
	hello, err := readMessage(reader)
	if err != nil {
		return "", err
	}
	peer := peerID(hello.NetworkID)
	if peer == self {
		return "", errSelf
	}
	if expected != "" && peer != expected {
		return "", fmt.Errorf("peer id mismatch: expected %s, but remote key matches %s", expected, peer)
	}
	peerKey, err := peer.publicKey()
	if err != nil {
		return "", err
	}
	asked, err := hex.DecodeString(hello.Challenge)
	if err != nil || len(asked) != challengeSize {
		return "", fmt.Errorf("peer %s sent no challenge of %d bytes", peer, challengeSize)
	}
	signature := ecdsa.Sign(key, proofDigest(self, peer, asked)).Serialize()
	if err := writeMessage(connection, message{Signature: hex.EncodeToString(signature)}); err != nil {
		return "", err
	}
	proof, err := readMessage(reader)
	if err != nil {
		return "", err
	}
	if err := verifyProof(peerKey, proofDigest(peer, self, challenge), proof.Signature); err != nil {
		return "", fmt.Errorf("peer %s: %w", peer, err)
	}
	return peer, connection.SetDeadline(time.Time{})
}

func proofDigest(signer, verifier peerID, challenge []byte) []byte {
	return keccak256([]byte("keep-deploy stand-in client, proof of peer id\n"+string(signer)+"\n"+string(verifier)+"\n"), challenge)
}

func verifyProof(key *secp256k1.PublicKey, digest []byte, text string) error {
	encoded, err := hex.DecodeString(text)
	if err != nil {
		return errors.New("its proof is not hexadecimal")
	}
	signature, err := ecdsa.ParseDERSignature(encoded)
	if err != nil || !signature.Verify(digest, key) {
		return errors.New("it did not sign the challenge with the key of its id")
	}
	return nil
}
