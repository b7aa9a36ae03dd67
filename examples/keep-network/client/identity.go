package main

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"golang.org/x/crypto/sha3"
)

// peerID is libp2p's id of a secp256k1 key: the base58 text of the key itself, wrapped in an identity multihash.
type peerID string

var peerIDPrefix = []byte{0x00, 0x25, 0x08, 0x02, 0x12, 0x21}

func peerIDOf(key *secp256k1.PublicKey) peerID {
	return peerID(base58Encode(append(bytes.Clone(peerIDPrefix), key.SerializeCompressed()...)))
}

func (id peerID) publicKey() (*secp256k1.PublicKey, error) {
	content, err := base58Decode(string(id))
	if err != nil {
		return nil, fmt.Errorf("failed to parse peer id %q: %w", string(id), err)
	}
	compressed, found := bytes.CutPrefix(content, peerIDPrefix)
	if !found {
		return nil, fmt.Errorf("failed to parse peer id %q: not the id of a secp256k1 key", string(id))
	}
	key, err := secp256k1.ParsePubKey(compressed)
	if err != nil {
		return nil, fmt.Errorf("failed to parse peer id %q: %w", string(id), err)
	}
	return key, nil
}

// address is empty for an id that holds no key; ids get here checked.
func (id peerID) address() string {
	key, err := id.publicKey()
	if err != nil {
		return ""
	}
	return ethereumAddress(key)
}

// ethereumAddress has the checksum of EIP-55 in the case of its letters.
func ethereumAddress(key *secp256k1.PublicKey) string {
	text := []byte(hex.EncodeToString(keccak256(key.SerializeUncompressed()[1:])[12:]))
	checksum := hex.EncodeToString(keccak256(text))
	for index := range text {
		if text[index] >= 'a' && checksum[index] >= '8' {
			text[index] -= 'a' - 'A'
		}
	}
	return "0x" + string(text)
}

func keccak256(parts ...[]byte) []byte {
	hash := sha3.NewLegacyKeccak256()
	for _, part := range parts {
		hash.Write(part)
	}
	return hash.Sum(nil)
}

const base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

func base58Encode(content []byte) string {
	rest, base, digit := new(big.Int).SetBytes(content), big.NewInt(58), new(big.Int)
	reversed := []byte{}
	for rest.Sign() > 0 {
		rest.DivMod(rest, base, digit)
		reversed = append(reversed, base58Alphabet[digit.Int64()])
	}
	for _, value := range content {
		if value != 0 {
			break
		}
		reversed = append(reversed, base58Alphabet[0])
	}
	for left, right := 0, len(reversed)-1; left < right; left, right = left+1, right-1 {
		reversed[left], reversed[right] = reversed[right], reversed[left]
	}
	return string(reversed)
}

func base58Decode(text string) ([]byte, error) {
	if text == "" || len(text) > 128 {
		return nil, errors.New("not a base58 text of 1 to 128 characters")
	}
	number, base := new(big.Int), big.NewInt(58)
	for _, character := range text {
		digit := strings.IndexRune(base58Alphabet, character)
		if digit < 0 {
			return nil, fmt.Errorf("%q is no base58 digit", character)
		}
		number.Add(number.Mul(number, base), big.NewInt(int64(digit)))
	}
	zeros := len(text) - len(strings.TrimLeft(text, base58Alphabet[:1]))
	return append(make([]byte, zeros), number.Bytes()...), nil
}
