export const id = 175;
export const ids = [175];
export const modules = {

/***/ 92175:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  decryptKeystore: () => (/* binding */ decryptKeystore),
  openEthersSigner: () => (/* binding */ openEthersSigner)
});

// EXTERNAL MODULE: ./node_modules/ethers/lib.esm/crypto/signing-key.js + 9 modules
var signing_key = __webpack_require__(95301);
// EXTERNAL MODULE: ./node_modules/ethers/lib.esm/transaction/address.js
var address = __webpack_require__(64896);
// EXTERNAL MODULE: ./node_modules/ethers/lib.esm/wallet/json-keystore.js + 14 modules
var json_keystore = __webpack_require__(91344);
// EXTERNAL MODULE: ./src/values/address.js
var values_address = __webpack_require__(83573);
// EXTERNAL MODULE: ./src/values/keccak.js
var keccak = __webpack_require__(7423);
// EXTERNAL MODULE: ./src/contracts/transaction/rlp.js
var rlp = __webpack_require__(44363);
;// CONCATENATED MODULE: ./src/contracts/transaction/signed-transaction.js


/**
 * Writes a transaction as the chain takes it: of type 2 (EIP-1559), or a legacy one bound to its chain (EIP-155). A chain
 * library spends more time on the writing than on the signing, and a run writes hundreds.
 */
function signedTransaction(transaction, signDigest) {
    const { chainId, fee } = transaction;
    const chain = (0,rlp/* rlpInteger */.Bm)(chainId);
    const fields = fieldsOf(transaction);
    const isLegacy = fee.kind === 'legacy';
    const unsigned = isLegacy ? (0,rlp/* encodeRlp */.RH)([...fields, chain, '0x', '0x']) : typed([chain, ...fields, []]);
    const { r, s, yParity } = signDigest((0,keccak/* keccak256 */.S)(unsigned));
    const signature = [withoutZeros(r), withoutZeros(s)];
    const raw = isLegacy
        ? (0,rlp/* encodeRlp */.RH)([...fields, (0,rlp/* rlpInteger */.Bm)(BigInt(chainId) * 2n + 35n + BigInt(yParity)), ...signature])
        : typed([chain, ...fields, [], (0,rlp/* rlpInteger */.Bm)(yParity), ...signature]);
    return { raw, hash: (0,keccak/* keccak256 */.S)(raw) };
}
function fieldsOf({ nonce, to, data, value, gasLimit, fee }) {
    const prices = fee.kind === 'legacy'
        ? [(0,rlp/* rlpInteger */.Bm)(nonce), (0,rlp/* rlpInteger */.Bm)(fee.gasPrice)]
        : [(0,rlp/* rlpInteger */.Bm)(nonce), (0,rlp/* rlpInteger */.Bm)(fee.maxPriorityFeePerGas), (0,rlp/* rlpInteger */.Bm)(fee.maxFeePerGas)];
    return [...prices, (0,rlp/* rlpInteger */.Bm)(gasLimit), (to ?? '0x').toLowerCase(), (0,rlp/* rlpInteger */.Bm)(value), data];
}
function typed(fields) {
    return `0x02${(0,rlp/* encodeRlp */.RH)(fields).slice(2)}`;
}
/** Integers have no leading zeros, and one signature in 128 begins with some. */
function withoutZeros(integer) {
    return (0,rlp/* rlpInteger */.Bm)(BigInt(integer));
}

;// CONCATENATED MODULE: ./src/contracts/ethers-adapter.js



/** The only file that imports ethers. */
function openEthersSigner(privateKey) {
    const key = new signing_key/* SigningKey */.h(privateKey);
    return {
        address: (0,values_address/* parseAddress */.o)((0,address/* computeAddress */.K)(key)),
        async sign(transaction) {
            return signedTransaction(transaction, (digest) => {
                const { r, s, yParity } = key.sign(digest);
                return { r: r, s: s, yParity };
            });
        },
    };
}
/** Opens a keyfile. What the library says of a failure is not passed on: it can hold parts of the file. */
async function decryptKeystore(keyfile, password) {
    if (!(0,json_keystore/* isKeystoreJson */.ze)(keyfile))
        return 'no-keystore';
    try {
        const { privateKey } = await (0,json_keystore/* decryptKeystoreJson */.wb)(keyfile, password);
        return { privateKey: privateKey };
    }
    catch (error) {
        if (/password/i.test(String(error)))
            return 'wrong-password';
        // The library looks at the address once it has the key.
        return /keystore address\/privateKey mismatch/.test(String(error)) ? 'wrong-address' : 'no-keystore';
    }
}


/***/ })

};

