export const id = 73;
export const ids = [73];
export const modules = {

/***/ 43073:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  describeAccount: () => (/* reexport */ describeAccount)
});

// UNUSED EXPORTS: addressOf, parsePublicKey, peerIdOf, publicKeyOfPeer, readKeyfile, unlockKeyfile

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/accounts/keyfile.js
var keyfile = __webpack_require__(458);
// EXTERNAL MODULE: ./src/accounts/operator-key.js
var operator_key = __webpack_require__(66577);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./src/values/hex.js
var hex = __webpack_require__(91032);
// EXTERNAL MODULE: ./src/values/keccak.js
var keccak = __webpack_require__(7423);
;// CONCATENATED MODULE: ./src/accounts/unlock.js





const deriveByPbkdf2 = (0,external_node_util_.promisify)(external_node_crypto_.pbkdf2);
/**
 * Opens a keyfile and gives the account's public key; the private key doesn't leave this function.
 * @throws UserError when the password is wrong, or the file belongs to another account than it says.
 */
async function unlockKeyfile(keyfile, password) {
    const derived = await deriveKey(keyfile.derivation, password);
    const ciphertext = (0,hex/* bytesOf */.$$)(keyfile.ciphertext);
    const mac = (0,hex/* bytesOf */.$$)((0,keccak/* keccak256 */.S)(Buffer.concat([derived.subarray(16, 32), ciphertext])));
    if (!(0,external_node_crypto_.timingSafeEqual)(mac, (0,hex/* bytesOf */.$$)(keyfile.mac)))
        throw new errors/* UserError */.yo(wrongPassword(keyfile, password));
    const decipher = (0,external_node_crypto_.createDecipheriv)('aes-128-ctr', derived.subarray(0, 16), (0,hex/* bytesOf */.$$)(keyfile.initialisationVector));
    const privateKey = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    try {
        const publicKey = publicKeyOfPrivate(privateKey);
        const address = (0,operator_key/* addressOf */.ci)(publicKey);
        if (address !== keyfile.address) {
            throw new errors/* UserError */.yo(`The keyfile says it holds the key of ${keyfile.address}, but it holds the key of ${address}`);
        }
        return publicKey;
    }
    finally {
        privateKey.fill(0);
        derived.fill(0);
    }
}
function wrongPassword({ address }, password) {
    const what = `The password doesn't open the keyfile of ${address}`;
    // The clients refuse it too: v1 takes a trailing newline as a part of the password.
    if (/[\r\n]$/.test(password))
        return `${what}: it ends in a line break, which was probably not meant to be part of it`;
    return `${what}: it is the password of another account, or mistyped`;
}
async function deriveKey(derivation, password) {
    const salt = (0,hex/* bytesOf */.$$)(derivation.salt);
    const normalized = Buffer.from(password, 'utf8');
    if (derivation.kdf === 'pbkdf2')
        return await deriveByPbkdf2(normalized, salt, derivation.iterations, 32, 'sha256');
    const { n, r, p } = derivation;
    return await new Promise((resolve, reject) => {
        // OpenSSL counts some blocks besides the 128·n·r bytes of the table.
        const maxmem = 128 * r * (n + p + 2) + 1024 * 1024;
        (0,external_node_crypto_.scrypt)(normalized, salt, 32, { N: n, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
    });
}
function publicKeyOfPrivate(privateKey) {
    const curve = (0,external_node_crypto_.createECDH)('secp256k1');
    try {
        curve.setPrivateKey(privateKey);
    }
    catch {
        throw new errors/* UserError */.yo('The keyfile holds no private key of secp256k1');
    }
    return (0,operator_key/* publicKeyOfPoint */.aI)(curve.getPublicKey());
}

;// CONCATENATED MODULE: ./src/accounts/describe-account.js




/**
 * What a user writes into the clients file about a keyfile: it takes the password once, because the keyfile has only the
 * address, and a peer id is made of the public key.
 * @throws UserError when the file is no keyfile or the password doesn't open it.
 */
async function describeAccount(keyfileText, password) {
    const keyfile = readOrRefuse(keyfileText);
    const publicKey = await unlockKeyfile(keyfile, password);
    return { address: keyfile.address, publicKey, peerId: (0,operator_key/* peerIdOf */.NG)(publicKey) };
}
function readOrRefuse(keyfileText) {
    try {
        return (0,keyfile/* readKeyfile */.O)(keyfileText);
    }
    catch (cause) {
        if (cause instanceof RangeError)
            throw new errors/* UserError */.yo(`This is no keyfile: ${cause.message}`, { cause });
        throw cause;
    }
}

;// CONCATENATED MODULE: ./src/accounts/index.js






/***/ }),

/***/ 458:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ readKeyfile)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83573);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(91032);

/** Twice what geth's standard strength (N = 262144, r = 8) takes; a file that asks for more would stop the runner, not protect a key. */
const maximumScryptBytes = 512 * 1024 * 1024;
const maximumScryptLanes = 16;
const maximumPbkdf2Iterations = 10_000_000;
const derivedKeyLength = 32;
/**
 * Reads a keyfile and checks everything that can be checked without its password.
 * @throws RangeError that names the member and what was expected, and never quotes the file.
 */
function readKeyfile(text) {
    let document;
    try {
        document = JSON.parse(text);
    }
    catch {
        // Without the parser's own words: they quote the text.
        throw new RangeError('expected a keyfile: JSON as geth writes it (Web3 Secret Storage, version 3)');
    }
    const file = membersOf(document, 'the keyfile');
    if (file['version'] !== 3)
        throw new RangeError('expected a keyfile of version 3 (Web3 Secret Storage)');
    if (typeof file['address'] !== 'string')
        throw new RangeError('expected the keyfile to name its address');
    const crypto = membersOf(file['crypto'] ?? file['Crypto'], 'crypto');
    if (crypto['cipher'] !== 'aes-128-ctr')
        throw new RangeError('expected crypto.cipher to be aes-128-ctr');
    return {
        address: addressIn(file['address']),
        derivation: readDerivation(crypto['kdf'], membersOf(crypto['kdfparams'], 'crypto.kdfparams')),
        initialisationVector: bytesIn(membersOf(crypto['cipherparams'], 'crypto.cipherparams')['iv'], 16, 'crypto.cipherparams.iv'),
        ciphertext: bytesIn(crypto['ciphertext'], 32, 'crypto.ciphertext'),
        mac: bytesIn(crypto['mac'], 32, 'crypto.mac'),
    };
}
function readDerivation(kdf, parameters) {
    if (parameters['dklen'] !== derivedKeyLength)
        throw new RangeError('expected crypto.kdfparams.dklen to be 32');
    const salt = saltIn(parameters['salt']);
    if (kdf === 'scrypt') {
        const n = integerIn(parameters['n'], 'n');
        const r = integerIn(parameters['r'], 'r');
        const p = integerIn(parameters['p'], 'p');
        if (n < 2 || !Number.isInteger(Math.log2(n)))
            throw new RangeError('expected crypto.kdfparams.n to be a power of two');
        // RFC 7914 §6; OpenSSL refuses more, in words that mislead. Every real wallet writes r = 8.
        if (n >= 2 ** (16 * r))
            throw new RangeError('expected crypto.kdfparams.n to be less than 2 to the power of 16 × r');
        if (128 * n * r > maximumScryptBytes || p > maximumScryptLanes) {
            throw new RangeError(`expected scrypt parameters that need at most 512 MiB (128 × n × r) and p of at most ${maximumScryptLanes}`);
        }
        return { kdf, n, r, p, salt };
    }
    if (kdf === 'pbkdf2') {
        if (parameters['prf'] !== 'hmac-sha256')
            throw new RangeError('expected crypto.kdfparams.prf to be hmac-sha256');
        const iterations = integerIn(parameters['c'], 'c');
        if (iterations > maximumPbkdf2Iterations) {
            throw new RangeError(`expected crypto.kdfparams.c to be at most ${maximumPbkdf2Iterations}`);
        }
        return { kdf, iterations, salt };
    }
    throw new RangeError('expected crypto.kdf to be scrypt or pbkdf2');
}
function membersOf(value, name) {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
        throw new RangeError(`expected ${name} to be an object`);
    return value;
}
function addressIn(text) {
    try {
        // Some writers give the address in upper or checksummed case; both are the same account.
        return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAddress */ .o)(text.toLowerCase());
    }
    catch (cause) {
        throw new RangeError('expected address to be 40 hexadecimal digits', { cause });
    }
}
function bytesIn(value, length, name) {
    if (typeof value !== 'string' || !/^(?:0x)?[0-9a-fA-F]*$/.test(value))
        throw new RangeError(`expected ${name} to be hexadecimal text`);
    const digits = value.replace(/^0x/, '');
    if (digits.length !== 2 * length)
        throw new RangeError(`expected ${name} to be ${length} bytes`);
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseHex */ .jR)(digits);
}
function saltIn(value) {
    if (typeof value !== 'string' || !/^(?:0x)?(?:[0-9a-fA-F]{2}){1,128}$/.test(value)) {
        throw new RangeError('expected crypto.kdfparams.salt to be hexadecimal text of 1 to 128 bytes');
    }
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseHex */ .jR)(value.replace(/^0x/, ''));
}
function integerIn(value, name) {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
        throw new RangeError(`expected crypto.kdfparams.${name} to be an integer of at least 1`);
    }
    return value;
}


/***/ }),

/***/ 66577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NG: () => (/* binding */ peerIdOf),
/* harmony export */   aI: () => (/* binding */ publicKeyOfPoint),
/* harmony export */   ci: () => (/* binding */ addressOf),
/* harmony export */   ee: () => (/* binding */ parsePublicKey)
/* harmony export */ });
/* unused harmony export publicKeyOfPeer */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _scure_base__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(64929);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(91032);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83573);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7423);



/** libp2p's identity multihash (00 25) of a protobuf PublicKey: type secp256k1 (08 02), 33 bytes of data (12 21). */
const peerIdPrefix = Uint8Array.of(0x00, 0x25, 0x08, 0x02, 0x12, 0x21);
/** Node's own OpenSSL does the curve: a bundled library would cost every start 10 to 30 ms. */
function convertPoint(point, form) {
    // With no encoding named the result is a Buffer; the types say "Buffer or string".
    return Buffer.from(node_crypto__WEBPACK_IMPORTED_MODULE_0__.ECDH.convertKey(point, 'secp256k1', undefined, undefined, form));
}
/**
 * Reads a compressed public key, with or without `0x`. That it lies on the curve is checked too: a mistyped digit is found
 * in half of all cases here, and in the others by the keyfile's address.
 * @throws RangeError that says what was expected.
 */
function parsePublicKey(text) {
    const digits = text.startsWith('0x') ? text.slice(2) : text;
    if (/^04[0-9a-fA-F]{128}$/.test(digits)) {
        throw new RangeError('expected the compressed public key (0x02… or 0x03…, 66 digits); this is the uncompressed one');
    }
    if (!/^0[23][0-9a-fA-F]{64}$/.test(digits)) {
        throw new RangeError('expected a compressed public key: 0x02 or 0x03 and 64 hexadecimal digits');
    }
    const key = (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseHex */ .jR)(digits);
    try {
        convertPoint((0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(key), 'uncompressed');
    }
    catch {
        throw new RangeError('expected a public key of secp256k1: no point of the curve has these digits, one may be mistyped');
    }
    return key;
}
/** Compresses a point in either form, as a curve library gives it. */
function publicKeyOfPoint(point) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .hexOf */ .ZD)(convertPoint(point, 'compressed'));
}
/** The Ethereum account that belongs to a public key. */
function addressOf(key) {
    const point = convertPoint((0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(key), 'uncompressed');
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAddress */ .o)((0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .keccak256 */ .S)(point.subarray(1)).slice(-40));
}
/** The peer id a client with this key announces; known before the client ever started. */
function peerIdOf(key) {
    return _scure_base__WEBPACK_IMPORTED_MODULE_4__/* .base58 */ .tw.encode(Uint8Array.of(...peerIdPrefix, ...(0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(key)));
}
/** The public key inside a peer id. @throws RangeError when it is no peer id of a secp256k1 key. */
function publicKeyOfPeer(peerId) {
    const expected = 'expected a peer id of a secp256k1 key: 16Uiu2HA and 45 further characters';
    let bytes;
    try {
        bytes = base58.decode(peerId);
    }
    catch (cause) {
        throw new RangeError(expected, { cause });
    }
    const hasPrefix = peerIdPrefix.every((byte, index) => bytes[index] === byte);
    if (!hasPrefix || bytes.length !== peerIdPrefix.length + 33)
        throw new RangeError(expected);
    return parsePublicKey(hexOf(bytes.subarray(peerIdPrefix.length)));
}


/***/ }),

/***/ 83573:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ parseAddress)
/* harmony export */ });
/* harmony import */ var _hex_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91032);
/* harmony import */ var _keccak_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7423);


/**
 * Reads an address with or without `0x` (a V3 keyfile writes it without). Text in mixed case must carry a right checksum,
 * because a wrong one is how a mistyped digit shows (https://eips.ethereum.org/EIPS/eip-55).
 * @throws RangeError that says what was expected.
 */
function parseAddress(text) {
    const digits = text.startsWith('0x') ? text.slice(2) : text;
    if (!/^[0-9a-fA-F]{40}$/.test(digits))
        throw new RangeError('expected an address: 0x and 40 hexadecimal digits');
    const address = checksum((0,_hex_js__WEBPACK_IMPORTED_MODULE_0__/* .parseHex */ .jR)(digits));
    const isMixedCase = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
    if (isMixedCase && digits !== address.slice(2)) {
        throw new RangeError(`the address's checksum is wrong: a digit may be mistyped (with these digits it would be ${address})`);
    }
    return address;
}
/** The configurations of a network name the same few contracts again and again: each is hashed once. */
const checksummed = new Map();
function checksum(address) {
    const known = checksummed.get(address) ?? withChecksum(address);
    checksummed.set(address, known);
    return known;
}
function withChecksum(address) {
    const digits = address.slice(2);
    const hash = (0,_keccak_js__WEBPACK_IMPORTED_MODULE_1__/* .keccak256 */ .S)(new TextEncoder().encode(digits)).slice(2);
    const cased = [...digits].map((digit, index) => Number.parseInt(hash.charAt(index), 16) >= 8 ? digit.toUpperCase() : digit);
    return `0x${cased.join('')}`;
}


/***/ }),

/***/ 91032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $$: () => (/* binding */ bytesOf),
/* harmony export */   ZD: () => (/* binding */ hexOf),
/* harmony export */   jR: () => (/* binding */ parseHex),
/* harmony export */   qv: () => (/* binding */ isHex)
/* harmony export */ });
/** True for `0x` and an even number of hexadecimal digits. */
function isHex(text) {
    return /^0x(?:[0-9a-fA-F]{2})*$/.test(text);
}
/** Reads bytes written as hexadecimal, with or without `0x`. @throws RangeError when the text is no such thing. */
function parseHex(text) {
    const prefixed = text.startsWith('0x') ? text : `0x${text}`;
    if (!isHex(prefixed))
        throw new RangeError('expected an even number of hexadecimal digits, with or without 0x');
    return prefixed.toLowerCase();
}
/** The bytes behind a hexadecimal text. */
function bytesOf(hex) {
    return Uint8Array.from(Buffer.from(hex.slice(2), 'hex'));
}
/** Bytes as hexadecimal text. */
function hexOf(bytes) {
    return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}


/***/ }),

/***/ 7423:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ keccak256)
/* harmony export */ });
/* harmony import */ var _noble_hashes_sha3__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(42285);
/* harmony import */ var _hex_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91032);


/** Keccak-256 as Ethereum uses it. */
function keccak256(data) {
    return (0,_hex_js__WEBPACK_IMPORTED_MODULE_0__/* .hexOf */ .ZD)((0,_noble_hashes_sha3__WEBPACK_IMPORTED_MODULE_1__/* .keccak_256 */ .lY)(typeof data === 'string' ? (0,_hex_js__WEBPACK_IMPORTED_MODULE_0__/* .bytesOf */ .$$)(data) : data));
}


/***/ })

};

