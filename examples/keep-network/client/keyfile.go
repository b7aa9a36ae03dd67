package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"golang.org/x/crypto/scrypt"
)

var errPassword = errors.New("could not decrypt key with given password")

// keyfile is Web3 Secret Storage, version 3.
type keyfile struct {
	Address string
	Version int
	Crypto  struct {
		Cipher       string
		CipherText   hexBytes
		CipherParams struct{ IV hexBytes }
		KDF          string
		KDFParams    struct {
			N, R, P, DKLen int
			Salt           hexBytes
		}
		MAC hexBytes
	}
}

type hexBytes []byte

func (b *hexBytes) UnmarshalText(text []byte) error {
	decoded, err := hex.DecodeString(strings.TrimPrefix(string(text), "0x"))
	*b = decoded
	return err
}

func openKeyfile(path, password string) (*secp256k1.PrivateKey, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return decryptKeyfile(content, password)
}

func decryptKeyfile(content []byte, password string) (*secp256k1.PrivateKey, error) {
	file := keyfile{}
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("the keyfile is not JSON: %w", err)
	}
	sealed := file.Crypto
	if file.Version != 3 || sealed.Cipher != "aes-128-ctr" || sealed.KDF != "scrypt" {
		return nil, fmt.Errorf("the keyfile has version %d, cipher %q and KDF %q, not 3, aes-128-ctr and scrypt",
			file.Version, sealed.Cipher, sealed.KDF)
	}
	if len(sealed.CipherParams.IV) != aes.BlockSize || sealed.KDFParams.DKLen != 32 {
		return nil, errors.New("the keyfile's IV must have 16 bytes and its derived key 32")
	}

	parameters := sealed.KDFParams
	derived, err := scrypt.Key([]byte(password), parameters.Salt, parameters.N, parameters.R, parameters.P, parameters.DKLen)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(keccak256(derived[16:32], sealed.CipherText), sealed.MAC) {
		return nil, errPassword
	}
	block, err := aes.NewCipher(derived[:16])
	if err != nil {
		return nil, err
	}
	secret := make([]byte, len(sealed.CipherText))
	cipher.NewCTR(block, sealed.CipherParams.IV).XORKeyStream(secret, sealed.CipherText)

	scalar := secp256k1.ModNScalar{}
	if len(secret) != 32 || scalar.SetByteSlice(secret) || scalar.IsZero() {
		return nil, errors.New("the keyfile holds no valid secp256k1 private key")
	}
	key := secp256k1.NewPrivateKey(&scalar)
	if found := ethereumAddress(key.PubKey()); !strings.EqualFold(strings.TrimPrefix(found, "0x"), strings.TrimPrefix(file.Address, "0x")) {
		return nil, fmt.Errorf("the keyfile names address %s, its key belongs to %s", file.Address, found)
	}
	return key, nil
}
