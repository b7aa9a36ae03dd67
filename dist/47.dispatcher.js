export const id = 47;
export const ids = [47];
export const modules = {

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

/***/ 49491:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ isWorkloadKind),
/* harmony export */   C$: () => (/* binding */ isWrittenKind),
/* harmony export */   Kx: () => (/* binding */ listPath),
/* harmony export */   WD: () => (/* binding */ labels),
/* harmony export */   X4: () => (/* binding */ contentAnnotation),
/* harmony export */   _l: () => (/* binding */ pluralOf),
/* harmony export */   du: () => (/* binding */ objectPath),
/* harmony export */   ty: () => (/* binding */ kindsInOrder),
/* harmony export */   uO: () => (/* binding */ apiVersionOf),
/* harmony export */   wM: () => (/* binding */ fieldManager),
/* harmony export */   xW: () => (/* binding */ podMakers)
/* harmony export */ });
/**
 * What is written for a network, in the order of writing: what an object stands on is there before it. Every other kind is
 * refused in a manifest.
 */
const writtenKinds = {
    ServiceAccount: { apiVersion: 'v1', plural: 'serviceaccounts' },
    Role: { apiVersion: 'rbac.authorization.k8s.io/v1', plural: 'roles' },
    RoleBinding: { apiVersion: 'rbac.authorization.k8s.io/v1', plural: 'rolebindings' },
    ConfigMap: { apiVersion: 'v1', plural: 'configmaps' },
    Secret: { apiVersion: 'v1', plural: 'secrets' },
    PersistentVolumeClaim: { apiVersion: 'v1', plural: 'persistentvolumeclaims' },
    Service: { apiVersion: 'v1', plural: 'services' },
    NetworkPolicy: { apiVersion: 'networking.k8s.io/v1', plural: 'networkpolicies' },
    PodDisruptionBudget: { apiVersion: 'policy/v1', plural: 'poddisruptionbudgets' },
    StatefulSet: { apiVersion: 'apps/v1', plural: 'statefulsets' },
    Deployment: { apiVersion: 'apps/v1', plural: 'deployments' },
};
const readKinds = {
    ControllerRevision: { apiVersion: 'apps/v1', plural: 'controllerrevisions' },
    CronJob: { apiVersion: 'batch/v1', plural: 'cronjobs' },
    DaemonSet: { apiVersion: 'apps/v1', plural: 'daemonsets' },
    Event: { apiVersion: 'v1', plural: 'events' },
    Job: { apiVersion: 'batch/v1', plural: 'jobs' },
    Lease: { apiVersion: 'coordination.k8s.io/v1', plural: 'leases' },
    Pod: { apiVersion: 'v1', plural: 'pods' },
    ReplicaSet: { apiVersion: 'apps/v1', plural: 'replicasets' },
};
const resources = { ...writtenKinds, ...readKinds };
/** Kinds beside the workloads that make pods: looked at only before something goes that a pod may name. */
const podMakers = ['CronJob', 'DaemonSet', 'Job'];
/** The kinds a manifest may have, in the order of writing. */
const kindsInOrder = Object.keys(writtenKinds);
function isWrittenKind(kind) {
    return typeof kind === 'string' && Object.hasOwn(writtenKinds, kind);
}
function isWorkloadKind(kind) {
    return kind === 'StatefulSet' || kind === 'Deployment';
}
/** The one version in which a kind is read and written here: the one that no supported cluster will remove. */
function apiVersionOf(kind) {
    return resources[kind].apiVersion;
}
/** What a Role calls the kind, and a path. */
function pluralOf(kind) {
    return resources[kind].plural;
}
/** The path of every object of a kind in a namespace. */
function listPath(kind, namespace) {
    const { apiVersion, plural } = resources[kind];
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    return `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}
/** The path of one object. */
function objectPath(kind, namespace, name) {
    return `${listPath(kind, namespace)}/${encodeURIComponent(name)}`;
}
const labels = {
    managedBy: 'app.kubernetes.io/managed-by',
    client: 'keep-deploy/client',
    role: 'keep-deploy/role',
};
/** Carried by what we write: one digest over everything we wanted of the client when we wrote it. */
const contentAnnotation = 'keep-deploy/content';
const fieldManager = 'keep-deploy';


/***/ }),

/***/ 49464:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $: () => (/* binding */ readObjects)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./src/report/seen-value.js
var seen_value = __webpack_require__(54602);
// EXTERNAL MODULE: ./src/cluster/manifest/manifest-values.js
var manifest_values = __webpack_require__(72351);
;// CONCATENATED MODULE: ./src/cluster/manifest/read-otherwise.js


/**
 * What is refused because kubectl reads it otherwise (seen of 1.36): `!!binary` and other tags beyond those of JSON, and
 * merge keys whose place in the map or whose order decides.
 */
function readOtherwise(document, text) {
    const found = document.warnings
        .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
        .map(({ pos: [start, end] }) => ({
        offset: start,
        message: `the tag ${(0,seen_value/* describeSeen */.j)(text.slice(start, end))} isn't known here: write the value without it`,
    }));
    (0,dist/* visit */.YR)(document, {
        Map: (_, map) => void found.push(...mergesOf(map, document), ...mapsAsKeys(map)),
    });
    return found;
}
/** `{{ .Values.name }}` is YAML: a map whose key is a map. Nothing in Kubernetes is one. */
function mapsAsKeys(map) {
    return map.items.flatMap(({ key }) => ((0,dist/* isMap */.jh)(key) ? [{ offset: offsetOf(key), message: helmTemplate }] : []));
}
const helmTemplate = 'this is a template of Helm, and no YAML yet: give what `helm template` prints';
function mergesOf(map, document) {
    const places = map.items.flatMap(({ key }, index) => (isMergeKey(key) ? [index] : []));
    const [first = 0, second] = places;
    if (second !== undefined)
        return [
            { offset: offsetOf(map.items[second]?.key), message: 'this map has the key << twice: write <<: [*one, *other]' },
        ];
    if (first === 0)
        return [];
    const merged = keysOf(map.items[first]?.value, document);
    return map.items
        .slice(0, first)
        .filter(({ key }) => merged.has(nameOf(key)))
        .map(({ key }) => ({
        offset: offsetOf(key),
        message: `${(0,seen_value/* describeSeen */.j)(nameOf(key))} stands before the key <<, which brings it too: kubectl would take that one. Write << first, so that what stands here counts`,
    }));
}
/** Of all that a merge key brings, from wherever. */
function keysOf(merged, document, within = []) {
    if (within.includes(merged))
        return new Set();
    const inner = [...within, merged];
    if ((0,dist/* isAlias */.Vj)(merged))
        return keysOf(merged.resolve(document), document, inner);
    if ((0,dist/* isSeq */.oP)(merged))
        return new Set(merged.items.flatMap((item) => [...keysOf(item, document, inner)]));
    if (!(0,dist/* isMap */.jh)(merged))
        return new Set();
    return new Set(merged.items.flatMap(({ key, value }) => (isMergeKey(key) ? [...keysOf(value, document, inner)] : [nameOf(key)])));
}
/** The library's own sign for a `<<` that isn't quoted. */
function isMergeKey(key) {
    return (0,dist/* isScalar */.jn)(key) && typeof key.value === 'symbol';
}
function nameOf(key) {
    return (0,dist/* isScalar */.jn)(key) && typeof key.value !== 'symbol' ? String(key.value) : '';
}
function offsetOf(key) {
    return (0,dist/* isNode */.Ll)(key) ? (key.range?.[0] ?? 0) : 0;
}

;// CONCATENATED MODULE: ./src/cluster/manifest/manifest-file.js




/** What the files have of YAML 1.1 beyond JSON: merge keys and its ways to write numbers and truth. */
const tags = ['map', 'seq', 'str', 'null', 'bool', 'int', 'float', 'merge'].map((name) => `tag:yaml.org,2002:${name}`);
/** YAML 1.1 has no `0o400`; kubectl reads it nevertheless. */
const octal = {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^0o[0-7]+$/,
    resolve: Number,
};
const options = {
    prettyErrors: false,
    logLevel: 'error',
    version: '1.1',
    customTags: (known) => [
        ...known.filter((tag) => typeof tag === 'object' && tags.includes(tag.tag) && !isTimeOfDay(tag)),
        octal,
    ],
};
/**
 * Reads the objects of one file of plain YAML, as `kubectl kustomize` and `helm template` print it: many documents, empty
 * ones, comments, lists of objects. It is read as kubectl reads it, as YAML 1.1: `defaultMode: 0400` is octal.
 */
function readObjects({ file, text }) {
    const lines = new dist/* LineCounter */.HN();
    const documents = (0,dist/* parseAllDocuments */.hR)(text, { ...options, lineCounter: lines });
    const at = (offset) => {
        const { line, col } = lines.linePos(offset);
        return { file, line, column: col };
    };
    const list = 'empty' in documents ? [] : documents;
    const errors = list.flatMap((document) => document.errors);
    const syntax = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
    if (syntax !== undefined) {
        // One mistake of the syntax brings many more, which say nothing.
        const message = /\{\{/.test(text) ? helmTemplate : `this is not valid YAML: ${syntax.message}`;
        return { objects: [], findings: [{ ...at(syntax.pos[0]), message }] };
    }
    const findings = errors.map(({ pos: [offset] }) => ({
        ...at(offset),
        message: `this map has the key ${(0,seen_value/* describeSeen */.j)(keyAt(text, offset))} twice`,
    }));
    const written = list.filter(({ contents }) => contents !== null && !((0,dist/* isScalar */.jn)(contents) && contents.value === null));
    const objects = written.flatMap((document) => {
        const doubtful = [...readOtherwise(document, text), ...misreadNumbers(document)];
        findings.push(...doubtful.map(({ offset, message }) => ({ ...at(offset), message })));
        const root = plainValue(document, findings, at);
        const [start, , end] = document.range;
        // Parsed again when a place is asked for, which is seldom: a thousand trees would fill the memory.
        const offsetAt = (path) => start + manifest_file_offsetOf((0,dist/* parseDocument */.Tp)(text.slice(start, end), options), path);
        return (root === undefined ? [] : objectsIn(root)).flatMap(({ value, path: base }) => {
            const locate = (path) => at(offsetAt([...base, ...path]));
            if ((0,manifest_values/* isMap */.jh)(value))
                return [{ object: value, file, locate }];
            const message = `expected a Kubernetes object with apiVersion, kind and metadata, found ${(0,seen_value/* describeSeen */.j)(value)}`;
            findings.push({ ...locate([]), message });
            return [];
        });
    });
    return { objects, findings };
}
/** `kind: List` is how kubectl and others write many objects as one. */
function objectsIn(root, path = []) {
    const isList = (0,manifest_values/* isMap */.jh)(root) && /List$/.test(String(root['kind'])) && root['items'] !== undefined;
    const items = isList ? (root['items'] ?? []) : undefined;
    if (!Array.isArray(items))
        return [{ value: root, path }];
    return items.flatMap((item, index) => objectsIn(item, [...path, 'items', index]));
}
/** YAML 1.1 reads `3:19` as a number of seconds; kubectl doesn't. */
function isTimeOfDay(tag) {
    return 'format' in tag && tag.format === 'TIME';
}
function plainValue(document, findings, at) {
    try {
        return withoutFractions(document.toJS({ maxAliasCount: 100 }));
    }
    catch (error) {
        // The library refuses documents that grow without bound through their aliases, and aliases of nothing.
        const offset = document.contents?.range?.[0] ?? 0;
        findings.push({ ...at(offset), message: `this YAML can't be used: ${error.message}` });
        return undefined;
    }
}
/**
 * Addresses and other long numbers without quotes: in a ConfigMap they become text that nobody wrote. They are read as the
 * texts they were meant to be, so that nothing else is said of them. So is `1.10`, of which nothing need be said: as a
 * quantity it is the same, and where text belongs `1.1` would be another version.
 */
function misreadNumbers(document) {
    const found = [];
    (0,dist/* visit */.YR)(document, {
        // Of equal keys, which are told elsewhere, the first counts.
        Map: (_, map) => {
            const keys = map.items.map(({ key }) => ((0,dist/* isScalar */.jn)(key) ? key.value : key));
            map.items = map.items.filter((_pair, index) => keys.indexOf(keys[index]) === index);
        },
        Scalar: (_, scalar, parents) => {
            const { value, source = '' } = scalar;
            if (typeof value !== 'number')
                return;
            const isHexadecimal = /^[-+]?0x/i.test(source);
            if (/^\d+\.\d+$/.test(source) && !Number.isInteger(value))
                scalar.value = source;
            if (!isHexadecimal && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
                return;
            scalar.value = source;
            const parent = parents.at(-1);
            const key = (0,dist/* isPair */.tO)(parent) ? parent.key : undefined;
            found.push({
                offset: ((0,dist/* isNode */.Ll)(key) ? key.range?.[0] : scalar.range?.[0]) ?? 0,
                message: isHexadecimal
                    ? 'YAML reads 0x… without quotes as a number: write it in quotes'
                    : 'this number is too large to be read exactly: write it in quotes',
            });
        },
    });
    return found;
}
/** `cpu: 0.5` means `cpu: "0.5"` to Kubernetes (only quantities have fractions); a release has integers only. */
function withoutFractions(value) {
    if (typeof value === 'number')
        return Number.isSafeInteger(value) ? value : String(value);
    if (Array.isArray(value))
        return value.map(withoutFractions);
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutFractions(entry)]));
}
function keyAt(text, offset) {
    const found = /^(?:"[^"\n]*"|'[^'\n]*'|[^\s:]+)/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
    return found.replaceAll(/^["']|["']$/g, '');
}
/** Where the value's key stands, or the nearest thing around it when it is missing. */
function manifest_file_offsetOf(document, path) {
    for (let length = path.length; length >= 0; length--) {
        const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
        if (!(0,dist/* isNode */.Ll)(node) || node.range == null)
            continue;
        const parent = length <= 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
        const pair = (0,dist/* isMap */.jh)(parent)
            ? parent.items.find(({ key }) => (0,dist/* isScalar */.jn)(key) && String(key.value) === String(path[length - 1]))
            : undefined;
        const key = pair?.key;
        return (0,dist/* isNode */.Ll)(key) && key.range != null ? key.range[0] : node.range[0];
    }
    return 0;
}


/***/ }),

/***/ 72351:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FF: () => (/* binding */ without),
/* harmony export */   Ri: () => (/* binding */ checkTexts),
/* harmony export */   SC: () => (/* binding */ mapAt),
/* harmony export */   c: () => (/* binding */ checkSelected),
/* harmony export */   fK: () => (/* binding */ valueAt),
/* harmony export */   gT: () => (/* binding */ listAt),
/* harmony export */   jh: () => (/* binding */ isMap)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(54602);

/** A selector that a pod template's labels don't have selects nothing. */
function checkSelected(at, selector, podLabels, say) {
    if (!isMap(selector))
        return;
    for (const [label, value] of Object.entries(selector)) {
        if (podLabels[label] === value)
            continue;
        const seen = podLabels[label] === undefined ? 'absent' : (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .describeSeen */ .j)(podLabels[label]);
        say([...at, label], `selects nothing: the pod template's label ${label} is ${seen}, not ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .describeSeen */ .j)(value)}`);
    }
}
/**
 * Unquoted, `0x…` and `yes` are no text: Kubernetes refuses them far from where they were written, or worse, takes them.
 * @param isShown false where the values are secret.
 */
function checkTexts(at, value, say, isShown = true) {
    if (value === undefined || value === null)
        return;
    if (!isMap(value)) {
        say(at, `expected a map, found ${isShown ? (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .describeSeen */ .j)(value) : 'something else'}`);
        return;
    }
    for (const [key, entry] of Object.entries(value)) {
        if (typeof entry === 'string')
            continue;
        say([...at, key], `expected text, found ${isShown ? (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .describeSeen */ .j)(entry) : 'something else'}: put it in quotes`);
    }
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** The map under a key, or an empty one. */
function mapAt(object, ...keys) {
    const value = valueAt(object, keys);
    return isMap(value) ? value : {};
}
/** The list under a key, or an empty one. */
function listAt(object, ...keys) {
    const value = valueAt(object, keys);
    return Array.isArray(value) ? value : [];
}
/** What stands at a path; `undefined` where the path leads nowhere. */
function valueAt(root, path) {
    return path.reduce((value, step) => typeof value === 'object' && value !== null ? value[step] : undefined, root);
}
/** The map without some of its keys. */
function without(object, ...keys) {
    return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}


/***/ }),

/***/ 83385:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ nameProblem),
/* harmony export */   s: () => (/* binding */ checkMetadata)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54602);
/* harmony import */ var _manifest_values_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72351);


/** What the server sets: it stands in what was copied out of a cluster. */
const serverFields = [
    'uid',
    'resourceVersion',
    'generation',
    'managedFields',
    'selfLink',
    'deletionTimestamp',
];
/** What is wrong with an object whatever its kind: its name, its namespace, what only a server can say. */
function checkMetadata({ object }, kind, namespace, say) {
    const { metadata, status } = object;
    if (saysAnything(status)) {
        say(['status'], 'take the status out: it is what a cluster reports, and can not be wanted');
    }
    if (metadata === undefined || metadata === null)
        return;
    if (!(0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(metadata)) {
        say(['metadata'], `expected a map, found ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .describeSeen */ .j)(metadata)}`);
        return;
    }
    const { name, namespace: written, generateName } = metadata;
    if (name !== undefined && name !== null) {
        const problem = typeof name === 'string' ? nameProblem(kind, name) : 'expected text';
        if (problem !== undefined)
            say(['metadata', 'name'], `${problem}, found ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .describeSeen */ .j)(name)}`);
    }
    if (written !== undefined && written !== null && written !== namespace) {
        const message = `expected the environment's namespace ${namespace} or none, found ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .describeSeen */ .j)(written)}`;
        say(['metadata', 'namespace'], message);
    }
    if (generateName !== undefined) {
        say(['metadata', 'generateName'], 'expected none: an object that is named anew each time is never unchanged');
    }
    for (const field of serverFields) {
        if (metadata[field] !== undefined && metadata[field] !== null) {
            say(['metadata', field], `take ${field} out: it was copied from a cluster, which alone can set it`);
        }
    }
    for (const field of ['labels', 'annotations']) {
        (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .checkTexts */ .Ri)(['metadata', field], metadata[field], say);
        const own = Object.keys((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .mapAt */ .SC)(metadata, field)).find((key) => key.startsWith('keep-deploy/'));
        if (own !== undefined)
            say(['metadata', field, own], `keep-deploy sets ${own} itself: take it out`);
    }
}
/** `status: { loadBalancer: {} }`, as `kubectl create --dry-run=client -o yaml` prints it, says nothing. */
function saysAnything(value) {
    if ((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(value))
        return Object.values(value).some(saysAnything);
    return value !== undefined && value !== null;
}
/** What each kind's name must look like. A StatefulSet's pods carry it, with a dash and a hash, as a label. */
function nameProblem(kind, name) {
    const isLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
    switch (kind) {
        case 'Service':
            return /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 63
                ? undefined
                : "expected a Service's name: at most 63 lower-case letters, digits and dashes, beginning with a letter";
        case 'StatefulSet':
            return isLabel && name.length <= 52
                ? undefined
                : "expected a StatefulSet's name: at most 52 lower-case letters, digits and dashes";
        case 'Deployment':
            return isLabel && name.length <= 63
                ? undefined
                : "expected a Deployment's name: at most 63 lower-case letters, digits and dashes";
        case 'Role':
        case 'RoleBinding':
            return /^[^/%]{1,253}$/.test(name) && name !== '.' && name !== '..'
                ? undefined
                : 'expected a name without / or %';
        default:
            return /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 253
                ? undefined
                : 'expected a name of lower-case letters, digits, dashes and dots';
    }
}


/***/ }),

/***/ 32299:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LN: () => (/* binding */ checkNames),
/* harmony export */   _m: () => (/* binding */ serviceNames),
/* harmony export */   c4: () => (/* binding */ workloadIdentity),
/* harmony export */   iM: () => (/* binding */ clientsName)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49491);
/* harmony import */ var _metadata_check_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(83385);
/* harmony import */ var _references_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44011);
/* harmony import */ var _written_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(52736);




/** The name an object of a template gets for one client. */
function clientsName(written, template, client) {
    return written === undefined || template === undefined ? client : `${client}${written.slice(template.length)}`;
}
/** What a client's workload is, and what it is called in the cluster. */
function workloadIdentity(manifest, client) {
    const { workload, name, isTemplate } = (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .manifestOf */ .$V)(manifest, client);
    const kind = (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(workload) === 'Deployment' ? 'Deployment' : 'StatefulSet';
    return { kind, name: isTemplate ? clientsName((0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(workload), name, client) : ((0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(workload) ?? client) };
}
/** The clients that have a Service of their own name: their peers find them by it. */
function serviceNames(manifest, clients) {
    const { template, own, shared } = manifest;
    const nameFor = (client) => Object.hasOwn(own, client)
        ? (own[client]?.beside ?? []).map((written) => [written, (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(written) ?? ''])
        : (template?.beside ?? []).map((written) => [written, clientsName((0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(written), template?.name, client)]);
    const all = [...shared.map((written) => [written, (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(written) ?? '']), ...clients.flatMap(nameFor)];
    const services = all.flatMap(([written, name]) => ((0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(written) === 'Service' ? [name] : []));
    return new Set(services);
}
const namePath = ['metadata', 'name'];
/** Every name that objects get: it must fit, and be one object's alone. */
function checkNames(manifest, clients, findings) {
    const { template, own, shared } = manifest;
    const owners = new Map();
    const take = (written, name, owner) => {
        const key = (0,_references_js__WEBPACK_IMPORTED_MODULE_1__/* .objectKey */ .T5)((0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(written), name);
        const other = owners.get(key);
        owners.set(key, other ?? owner);
        if (other === undefined || other === owner)
            return;
        (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .sayOf */ .J)(written, findings)(namePath, `${key} would be written for ${other} and for ${owner}: give one another name`);
    };
    const takeMade = (written, name, owner) => {
        const kind = (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(written);
        const problem = (0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_2__/* .isWrittenKind */ .C$)(kind) ? (0,_metadata_check_js__WEBPACK_IMPORTED_MODULE_3__/* .nameProblem */ .r)(kind, name) : undefined;
        if (problem !== undefined)
            (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .sayOf */ .J)(written, findings)(namePath, `${problem}; for ${owner} it would be ${name}`);
        take(written, name, owner);
    };
    for (const written of shared)
        take(written, (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(written) ?? '', 'all');
    for (const [client, { workload, beside }] of Object.entries(own)) {
        for (const written of [workload, ...beside])
            take(written, (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(written) ?? '', client);
    }
    if (template === undefined)
        return;
    for (const client of clients.filter((name) => !Object.hasOwn(own, name))) {
        const taken = new Set();
        for (const written of [template.workload, ...template.beside]) {
            const name = clientsName((0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(written), template.name, client);
            const key = (0,_references_js__WEBPACK_IMPORTED_MODULE_1__/* .objectKey */ .T5)((0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(written), name);
            if (taken.has(key)) {
                const message = `a second ${(0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(written)} of each client's own name: give it a name that begins with the workload's and a dash`;
                findings.push({ ...(0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .placeOf */ .$t)(written), message });
                continue;
            }
            taken.add(key);
            takeMade(written, name, client);
        }
    }
}


/***/ }),

/***/ 77748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ checkPod),
/* harmony export */   v: () => (/* binding */ volumeNames)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(54602);
/* harmony import */ var _manifest_values_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(72351);



/** Names of the volumes that are added; the user's own can't have them. */
const volumeNames = { configuration: 'keep-deploy-configuration', keyfile: 'keep-deploy-keyfile' };
/** The named container is there, nothing stands where we add something, and what is mounted is a volume of the pod. */
function checkPod(path, spec, rules, say) {
    if (!(0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(spec)) {
        say(path, `expected a map with containers, found ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .describeSeen */ .j)(spec)}`);
        return;
    }
    const volumes = checkVolumes(path, spec, say);
    for (const field of ['initContainers', 'containers']) {
        (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .listAt */ .gT)(spec, field).forEach((container, index) => {
            if ((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(container))
                checkContainer([...path, field, index], container, [...volumes, ...rules.claimed], say);
        });
    }
    const { containers } = spec;
    if (!Array.isArray(containers) || containers.length === 0) {
        say([...path, 'containers'], `expected at least one container, found ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .describeSeen */ .j)(containers)}${slipped(spec)}`);
        return;
    }
    const names = containers.map((container) => (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(container, ['name']));
    names.forEach((name, index) => {
        if (typeof name !== 'string')
            say([...path, 'containers', index], 'expected a container with a name');
    });
    const position = names.indexOf(rules.container);
    const container = containers[position];
    if ((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(container)) {
        checkAdditions([...path, 'containers', position], container, spec, rules, say);
        return;
    }
    const found = names.map(_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .describeSeen */ .j).join(', ');
    say([...path, 'containers'], `no container is named ${rules.container} (container in clients.yml); found ${found}`);
}
/** As in a real manifest of Keep's, where the container had become the last item of the list above it. */
function slipped(spec) {
    const index = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .listAt */ .gT)(spec, 'volumes').findIndex((volume) => (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(volume) && 'image' in volume);
    return index < 0 ? '' : `: item ${index + 1} of volumes looks like the container that belongs here`;
}
function checkVolumes(path, spec, say) {
    const { volumes } = spec;
    if (volumes !== undefined && volumes !== null && !Array.isArray(volumes)) {
        say([...path, 'volumes'], `expected a list, found ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .describeSeen */ .j)(volumes)}`);
    }
    return (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .listAt */ .gT)(spec, 'volumes').flatMap((volume, index) => {
        const name = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(volume, ['name']);
        if (typeof name !== 'string') {
            say([...path, 'volumes', index], 'expected a volume with a name');
            return [];
        }
        if (Object.values(volumeNames).includes(name))
            say([...path, 'volumes', index, 'name'], `the name ${name} is keep-deploy's own`);
        return [name];
    });
}
function checkContainer(path, container, volumes, say) {
    for (const field of ['volumeMounts', 'env', 'envFrom']) {
        const value = container[field];
        if (value !== undefined && value !== null && !Array.isArray(value))
            say([...path, field], `expected a list, found ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .describeSeen */ .j)(value)}`);
    }
    (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .listAt */ .gT)(container, 'volumeMounts').forEach((mount, index) => {
        const name = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(mount, ['name']);
        if (typeof name !== 'string' || volumes.includes(name))
            return;
        const known = volumes.length === 0 ? 'it has none' : `it has ${volumes.join(', ')}`;
        say([...path, 'volumeMounts', index, 'name'], `the pod has no volume ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .describeSeen */ .j)(name)}: ${known}`);
    });
    (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .listAt */ .gT)(container, 'env').forEach((variable, index) => {
        const value = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(variable, ['value']);
        if (value === undefined || value === null || typeof value === 'string')
            return;
        say([...path, 'env', index, 'value'], `expected text, found ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .describeSeen */ .j)(value)}: put it in quotes`);
    });
}
/** What we add must not be there already, and there must be room for it. */
function checkAdditions(path, container, spec, rules, say) {
    (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .listAt */ .gT)(container, 'volumeMounts').forEach((mount, index) => {
        const at = [...path, 'volumeMounts', index, 'mountPath'];
        const mountPath = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(mount, ['mountPath']);
        if (typeof mountPath !== 'string')
            return;
        if (rules.mounted.includes(mountPath)) {
            say(at, `${mountPath} is where keep-deploy mounts a file: take this mount out`);
            return;
        }
        const below = rules.mounted.find((file) => isInside(file, mountPath));
        if (below !== undefined && isReadOnly(mount, spec)) {
            say(at, `${below}, which keep-deploy mounts, would be in this read-only volume: take this mount out`);
        }
    });
    (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .listAt */ .gT)(container, 'env').forEach((variable, index) => {
        const name = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(variable, ['name']);
        if (typeof name !== 'string' || !rules.variables.includes(name))
            return;
        const { secret, key } = rules.password ?? {};
        const written = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(variable, ['valueFrom', 'secretKeyRef']);
        if (secret !== undefined && (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(written, ['name']) === secret && (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(written, ['key']) === key)
            return;
        say([...path, 'env', index, 'name'], `keep-deploy sets ${name} itself: take this entry out`);
    });
}
function isInside(file, folder) {
    const way = node_path__WEBPACK_IMPORTED_MODULE_0__.posix.relative(folder, file);
    return way !== '' && way !== '..' && !way.startsWith('../');
}
/** Nothing can be mounted into what Kubernetes itself fills: the container then fails to start. */
function isReadOnly(mount, spec) {
    if ((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(mount, ['readOnly']) === true)
        return true;
    const volume = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .listAt */ .gT)(spec, 'volumes').find((each) => (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(each, ['name']) === (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .valueAt */ .fK)(mount, ['name']));
    return (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isMap */ .jh)(volume) && ['configMap', 'secret', 'projected', 'downwardAPI'].some((source) => source in volume);
}


/***/ }),

/***/ 29225:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ checkReferences),
/* harmony export */   e: () => (/* binding */ externalReferences)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(95675);
/* harmony import */ var _manifest_values_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(72351);
/* harmony import */ var _references_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(44011);
/* harmony import */ var _written_object_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(52736);




/** What the manifests name and don't hold, as written (a template's names are no client's yet, and none of them is here). */
function externalReferences(manifest, namespace) {
    const resolved = resolvedReferences(manifest, namespace);
    return resolved.flatMap(({ written, reference, target, known }) => {
        const { kind, name, keys, isOptional, isUnread, path } = reference;
        const isAlwaysThere = kind === 'ServiceAccount' && name === 'default';
        if (target !== undefined || isOptional || isAlwaysThere)
            return [];
        const place = (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .placeOf */ .$t)(written, path);
        const advice = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .nearestAdvice */ .T)(name, known.flatMap((other) => (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(other) ?? []));
        return [{ kind, name, keys, isUnread, from: (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .describeObject */ .v8)(written), place, advice }];
    });
}
/** References among the objects themselves that can't work. */
function checkReferences(manifest, namespace, findings) {
    for (const { written, reference, target } of resolvedReferences(manifest, namespace)) {
        if (target === undefined)
            continue;
        const { path, keys, isOptional } = reference;
        const message = reference.kind === 'Service'
            ? governingProblem(written, target)
            : isOptional
                ? undefined
                : missingKey(target, keys);
        if (message !== undefined)
            findings.push({ ...(0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .placeOf */ .$t)(written, path), message });
    }
}
function resolvedReferences(manifest, namespace) {
    const { template, own, shared } = manifest;
    const ofClients = [...(template === undefined ? [] : [template]), ...Object.values(own)];
    const objectsOf = ({ workload, beside }) => [workload, ...beside];
    const all = byKey([...shared, ...ofClients.flatMap(objectsOf)]);
    const names = Map.groupBy(all.values(), _written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I);
    const resolve = (written, mine) => (0,_references_js__WEBPACK_IMPORTED_MODULE_2__/* .referencesIn */ .ii)(written.object, namespace).map((reference) => {
        const key = (0,_references_js__WEBPACK_IMPORTED_MODULE_2__/* .objectKey */ .T5)(reference.kind, reference.name);
        return { written, reference, target: mine.get(key) ?? all.get(key), known: names.get(reference.kind) ?? [] };
    });
    return [
        ...shared.flatMap((written) => resolve(written, new Map())),
        ...ofClients.flatMap((client) => {
            const mine = byKey(objectsOf(client));
            return objectsOf(client).flatMap((written) => resolve(written, mine));
        }),
    ];
}
function byKey(objects) {
    return new Map(objects.map((written) => [(0,_references_js__WEBPACK_IMPORTED_MODULE_2__/* .objectKey */ .T5)((0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(written), (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(written) ?? ''), written]));
}
/** A StatefulSet's pods have names in the Service it names; of another client's they have none. */
function governingProblem(written, service) {
    const podLabels = (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .podLabelsOf */ .KP)(written);
    const other = Object.entries((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_3__/* .mapAt */ .SC)(service.object, 'spec', 'selector')).find(([label, value]) => !label.startsWith('keep-deploy/') && podLabels[label] !== value);
    if (other === undefined)
        return undefined;
    return `the Service ${(0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(service)} does not select the pods of ${(0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .describeObject */ .v8)(written)} (label ${other[0]}): it is another's`;
}
function missingKey(target, keys) {
    const kind = (0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(target);
    if (kind !== 'ConfigMap' && kind !== 'Secret')
        return undefined;
    const held = ['data', 'stringData', 'binaryData'].flatMap((field) => Object.keys((0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_3__/* .mapAt */ .SC)(target.object, field)));
    const missing = keys.find((key) => !held.includes(key));
    // A Secret without any data is filled by somebody else.
    if (missing === undefined || (kind === 'Secret' && held.length === 0))
        return undefined;
    return `the ${(0,_written_object_js__WEBPACK_IMPORTED_MODULE_0__/* .describeObject */ .v8)(target)} has no key ${missing}${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .nearestAdvice */ .T)(missing, held)}`;
}


/***/ }),

/***/ 44011:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T5: () => (/* binding */ objectKey),
/* harmony export */   X3: () => (/* binding */ withRenamed),
/* harmony export */   ii: () => (/* binding */ referencesIn)
/* harmony export */ });
/* harmony import */ var _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49491);
/* harmony import */ var _manifest_values_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72351);


const podSites = [
    { holder: '', field: 'serviceAccountName', kind: 'ServiceAccount' },
    { holder: '', field: 'serviceAccount', kind: 'ServiceAccount' },
    { holder: 'imagePullSecrets.*', field: 'name', kind: 'Secret', isUnread: true },
    { holder: 'volumes.*.configMap', field: 'name', kind: 'ConfigMap' },
    { holder: 'volumes.*.secret', field: 'secretName', kind: 'Secret' },
    { holder: 'volumes.*.persistentVolumeClaim', field: 'claimName', kind: 'PersistentVolumeClaim' },
    { holder: 'volumes.*.projected.sources.*.configMap', field: 'name', kind: 'ConfigMap' },
    { holder: 'volumes.*.projected.sources.*.secret', field: 'name', kind: 'Secret' },
    { holder: 'volumes.*.csi.nodePublishSecretRef', field: 'name', kind: 'Secret' },
    ...['containers', 'initContainers'].flatMap((list) => [
        { holder: `${list}.*.env.*.valueFrom.configMapKeyRef`, field: 'name', kind: 'ConfigMap' },
        { holder: `${list}.*.env.*.valueFrom.secretKeyRef`, field: 'name', kind: 'Secret' },
        { holder: `${list}.*.envFrom.*.configMapRef`, field: 'name', kind: 'ConfigMap' },
        { holder: `${list}.*.envFrom.*.secretRef`, field: 'name', kind: 'Secret' },
    ]),
];
const podSitesIn = (place) => podSites.map((site) => ({ ...site, holder: `${place}.${site.holder}` }));
const workloadSites = podSitesIn('spec.template.spec');
const sites = {
    StatefulSet: [{ holder: 'spec', field: 'serviceName', kind: 'Service' }, ...workloadSites],
    Deployment: workloadSites,
    DaemonSet: workloadSites,
    Job: workloadSites,
    CronJob: podSitesIn('spec.jobTemplate.spec.template.spec'),
    Pod: podSitesIn('spec'),
    RoleBinding: [
        { holder: 'roleRef', field: 'name', kind: 'Role', isTyped: true },
        { holder: 'subjects.*', field: 'name', kind: 'ServiceAccount', isTyped: true },
    ],
    ServiceAccount: [
        { holder: 'imagePullSecrets.*', field: 'name', kind: 'Secret', isUnread: true },
        { holder: 'secrets.*', field: 'name', kind: 'Secret', isUnread: true },
    ],
};
/**
 * Every object of its namespace that this one names.
 * @param namespace its own, where the object doesn't say: a RoleBinding may name accounts of others.
 */
function referencesIn(object, namespace) {
    const home = namespace ?? (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .valueAt */ .fK)(object, ['metadata', 'namespace']);
    return (sites[String(object['kind'])] ?? []).flatMap(({ holder, field, kind, isTyped, isUnread = false }) => holdersAt(object, holder.split('.').filter(Boolean)).flatMap(({ path, value }) => {
        const name = value[field];
        if (typeof name !== 'string' || name === '' || (isTyped && value['kind'] !== kind))
            return [];
        const { namespace: named } = value;
        if (isTyped && typeof named === 'string' && typeof home === 'string' && named !== home)
            return [];
        const keys = [value['key'], ...(0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .listAt */ .gT)(value, 'items').map((item) => (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .valueAt */ .fK)(item, ['key']))];
        return [
            {
                kind,
                name,
                keys: keys.filter((key) => typeof key === 'string'),
                isOptional: value['optional'] === true,
                isUnread,
                path: [...path, field],
            },
        ];
    }));
}
/** The object with other names for what it names. @param rename gives the name unchanged where it is to stay. */
function withRenamed(object, namespace, rename) {
    const references = referencesIn(object, namespace).filter(({ kind, name }) => rename(kind, name) !== name);
    const renamed = references.reduce((current, { kind, name, path }) => withValue(current, path, rename(kind, name)), object);
    return renamed['kind'] === 'Role' ? withRenamedRules(renamed, rename) : renamed;
}
/** A Role may name single objects by resource and name. */
function withRenamedRules(role, rename) {
    const { rules } = role;
    if (!Array.isArray(rules))
        return role;
    const renamed = rules.map((rule) => {
        if (!(0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(rule) || !Array.isArray(rule['resourceNames']))
            return rule;
        const plurals = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .listAt */ .gT)(rule, 'resources');
        const kinds = _kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .kindsInOrder */ .ty.filter((kind) => plurals.includes((0,_kubernetes_object_js__WEBPACK_IMPORTED_MODULE_1__/* .pluralOf */ ._l)(kind)));
        const names = rule['resourceNames'].map((name) => typeof name === 'string'
            ? kinds.reduce((current, kind) => (current === name ? rename(kind, name) : current), name)
            : name);
        return { ...rule, resourceNames: names };
    });
    return { ...role, rules: renamed };
}
function holdersAt(root, pattern, path = []) {
    const [step, ...rest] = pattern;
    if (step === undefined)
        return (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(root) ? [{ path, value: root }] : [];
    if (step === '*') {
        return Array.isArray(root)
            ? root.flatMap((item, index) => holdersAt(item, rest, [...path, index]))
            : [];
    }
    const next = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(root) ? root[step] : undefined;
    return next === undefined ? [] : holdersAt(next, rest, [...path, step]);
}
function withValue(root, path, value) {
    return replaced(root, path, value);
}
function replaced(node, path, value) {
    const [step, ...rest] = path;
    if (step === undefined)
        return value;
    if (Array.isArray(node)) {
        return node.map((item, index) => (index === step ? replaced(item, rest, value) : item));
    }
    return (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node) ? { ...node, [step]: replaced(node[step], rest, value) } : value;
}
/** Names an object among all kinds. */
function objectKey(kind, name) {
    return `${kind} ${name}`;
}


/***/ }),

/***/ 52736:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $V: () => (/* binding */ manifestOf),
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   FS: () => (/* binding */ podOf),
/* harmony export */   HW: () => (/* binding */ podPath),
/* harmony export */   I: () => (/* binding */ kindOf),
/* harmony export */   J: () => (/* binding */ sayOf),
/* harmony export */   KP: () => (/* binding */ podLabelsOf),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   kO: () => (/* binding */ hasContainer),
/* harmony export */   v8: () => (/* binding */ describeObject),
/* harmony export */   zn: () => (/* binding */ controllersLabels)
/* harmony export */ });
/* harmony import */ var _manifest_values_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72351);

/** The place of a value, as far as it is known. */
function placeOf({ file, locate }, path = []) {
    return locate?.(path) ?? (file === '' ? {} : { file });
}
/** Takes the mistakes of one object down, each with its place. */
function sayOf(written, findings) {
    return (path, message) => void findings.push({ ...placeOf(written, path), message });
}
function kindOf({ object }) {
    return String(object['kind']);
}
/** Its name; `undefined` in a template that leaves naming to us. */
function nameOf({ object }) {
    const name = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .valueAt */ .fK)(object, ['metadata', 'name']);
    return typeof name === 'string' ? name : undefined;
}
function describeObject(written) {
    return `${kindOf(written)} ${nameOf(written) ?? 'without a name'}`;
}
/** The label by which a StatefulSet's controller names each pod, and that of its place among them. */
const controllersLabels = {
    podName: 'statefulset.kubernetes.io/pod-name',
    podIndex: 'apps.kubernetes.io/pod-index',
};
/**
 * The labels of a workload's only pod: those of its template, and what a StatefulSet's controller adds, by which a Service
 * may select it.
 */
function podLabelsOf(written) {
    const own = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .mapAt */ .SC)(written.object, 'spec', 'template', 'metadata', 'labels');
    if (kindOf(written) !== 'StatefulSet')
        return own;
    const start = (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .valueAt */ .fK)(written.object, ['spec', 'ordinals', 'start']) ?? 0;
    return {
        ...own,
        [controllersLabels.podName]: `${nameOf(written) ?? ''}-${start}`,
        [controllersLabels.podIndex]: `${start}`,
    };
}
/** Where a workload keeps its pod's specification. */
const podPath = ['spec', 'template', 'spec'];
function podOf({ object }) {
    return (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .mapAt */ .SC)(object, ...podPath);
}
/** True for the workload of a client: it has the container that runs it. */
function hasContainer(written, container) {
    return (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .listAt */ .gT)(podOf(written), 'containers').some((each) => (0,_manifest_values_js__WEBPACK_IMPORTED_MODULE_0__/* .valueAt */ .fK)(each, ['name']) === container);
}
/** The objects of one client, before composing. @throws RangeError when it has none. */
function manifestOf(manifest, client) {
    const own = Object.hasOwn(manifest.own, client) ? manifest.own[client] : undefined;
    if (own !== undefined)
        return { ...own, isTemplate: false };
    if (manifest.template !== undefined)
        return { ...manifest.template, isTemplate: true };
    throw new RangeError(`no manifest has a workload for ${client}`);
}


/***/ }),

/***/ 38562:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EH: () => (/* binding */ pathInContainer),
/* harmony export */   HD: () => (/* binding */ passwordReference),
/* harmony export */   Ih: () => (/* binding */ workloadEntries),
/* harmony export */   V8: () => (/* binding */ clientName),
/* harmony export */   Y1: () => (/* binding */ clusterSettings),
/* harmony export */   iP: () => (/* binding */ ownManifest),
/* harmony export */   y: () => (/* binding */ passwordVariable)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83389);


const label = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP('expected text'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'expected lower-case letters, digits and dashes, as Kubernetes names things'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .maxLength */ .Ru6(63, 'expected at most 63 characters'));
const text = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP('expected text'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .nonEmpty */ .hq('expected text, found an empty one'));
const mountedPath = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^\/[^:]*[^/:]$/, 'expected an absolute path to a file in the container'));
/** `cluster:` of an environment: where its clients run, and what that cluster must prove to be. */
const clusterSettings = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    namespace: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(label, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the namespace of the clients')),
    context: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_("the kubeconfig's context, when not its current one"))),
    'certificate-authority': valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and the 64 hexadecimal digits of the CA bundle'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_("the digest the API server's CA bundle must have"), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((digest) => (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDigest */ .m)(digest)))),
    'namespace-uid': valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the UID the namespace must have'))),
});
/**
 * A client's name names its StatefulSet and Service too. A Service's name starts with a letter, and the label
 * `controller-revision-hash` (name, dash, hash) must keep within 63 characters.
 */
const clientName = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 'expected lower-case letters, digits and dashes, beginning with a letter'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .maxLength */ .Ru6(52, 'expected at most 52 characters'));
/** An image by digest, or by a tag that is looked up in its registry. */
const imageReference = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^[^\s@]+(?:@sha256:[0-9a-f]{64})?$/, 'expected an image: registry/name@sha256: and 64 hexadecimal digits, or registry/name:tag'));
const manifestPaths = valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(text, 'expected a path or a list of paths'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .minLength */ .BpQ(1, 'expected at least one path'))], 'expected a path or a list of paths');
/** `manifest:` of one client. */
const ownManifest = valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(manifestPaths, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_("this client's own manifests (files, folders or both): its StatefulSet or Deployment and what stands beside it, named as written")));
/** The part of clients.yml that says what runs: entries of its top level. */
const workloadEntries = {
    manifest: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(manifestPaths, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('paths of manifests (files, folders or both), relative to this file: one StatefulSet or Deployment as the template of every client, or one that is named after each; with the Services, claims, ConfigMaps… beside it'))),
    container: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(label, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the container that gets image, configuration, keyfile and password')),
    image: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(imageReference, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_("the clients' image, by digest or by a tag that is looked up in its registry; the step's input goes before it"))),
};
/** `password:` at the top level: the environment variable the client reads its keyfile's password from. */
const passwordVariable = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    variable: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('KEEP_ETHEREUM_PASSWORD for keep-client')),
});
/** `password:` of one client: the user's own Secret and its key. */
const passwordReference = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    secret: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the name of the Secret')),
    key: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(text, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the key in it')),
});
/** A path at which a file is mounted in the container. */
const pathInContainer = mountedPath;


/***/ }),

/***/ 69712:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gl: () => (/* binding */ keepClientV1),
/* harmony export */   u_: () => (/* binding */ keepClientV1Template),
/* harmony export */   zm: () => (/* binding */ conflictsIn)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83573);
/* harmony import */ var _multiaddr_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19577);
/* harmony import */ var _template_reference_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51729);




/*
 * The configuration file of keep-client v1.3: exactly the sections, keys and types its parser knows. It ignores every
 * other key without a word and dies on a port with a fraction, so both are refused here. The order of the keys is the
 * order in the rendered file.
 */
const secretName = String.raw `\$[A-Z][A-Z0-9_]*`;
function text(pattern, expected, description) {
    const message = `expected ${expected} or $NAME`;
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(message), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(new RegExp(`^(?:${secretName}|${pattern})$`), message), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(description));
}
function integer(from, to, expected, description) {
    const message = `expected ${expected}: an integer from ${from} to ${to}, without quotes`;
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(message), valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeInteger */ .Y2b(message), valibot__WEBPACK_IMPORTED_MODULE_0__/* .minValue */ .Wwf(from, message), valibot__WEBPACK_IMPORTED_MODULE_0__/* .maxValue */ .cGV(to, message), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(description));
}
const portNumber = (description) => integer(1, 65_535, 'a port', description);
const count = (description) => integer(1, Number.MAX_SAFE_INTEGER, 'a count', description);
const seconds = (description) => integer(1, 31_536_000, 'seconds', description);
function path(description) {
    return text(String.raw `\/[^\s$]*[^\s$/]`, 'an absolute path', description);
}
function list(pattern, expected, description) {
    const message = `expected ${expected} or $NAME`;
    const item = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(message), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(new RegExp(`^${secretName}$|${pattern.source}`), message));
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(item, `expected a list; each entry ${expected}`), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(description));
}
const contractAddress = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP('expected the address of a contract, in quotes'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^0x[0-9a-fA-F]{40}$/, 'expected the address of a contract: 0x and 40 hexadecimal digits, in quotes'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .notValue */ .Jbn(`0x${'0'.repeat(40)}`, "expected a contract's address; at the zero address is none"), valibot__WEBPACK_IMPORTED_MODULE_0__/* .rawTransform */ .NTK(({ dataset, addIssue, NEVER }) => {
    try {
        return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseAddress */ .o)(dataset.value);
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        addIssue({ message: error.message });
        return NEVER;
    }
}), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the address of a contract'));
const leaf = {
    URL: text(String.raw `wss?:\/\/[^\s$]+`, 'a WebSocket URL (ws:// or wss://)', 'the Ethereum node, over WebSocket'),
    URLRPC: text(String.raw `https?:\/\/[^\s$]+`, 'an HTTP URL (http:// or https://)', 'the Ethereum node, over HTTP; the client dies without it'),
    MiningCheckInterval: seconds('how long to wait for a transaction before its gas price is raised, in seconds'),
    MaxGasPrice: integer(1, Number.MAX_SAFE_INTEGER, 'wei', 'the highest gas price to bid, in wei'),
    RequestsPerSecondLimit: count('requests per second to the Ethereum node'),
    ConcurrencyLimit: count('requests at once to the Ethereum node'),
    KeyFile: path('the keyfile, as mounted in the pod'),
    DataDir: path("the folder of the client's data, as mounted in the pod"),
    Peers: list(_multiaddr_js__WEBPACK_IMPORTED_MODULE_2__/* .peerAddressPattern */ .HM, 'a peer address such as /dns4/HOST/tcp/3919/ipfs/PEER-ID', 'the peers to dial at the start'),
    AnnouncedAddresses: list(_multiaddr_js__WEBPACK_IMPORTED_MODULE_2__/* .multiaddrPattern */ .H5, 'an address such as /dns4/HOST/tcp/3919', 'where others find this client, when not where it listens'),
    DisseminationTime: integer(0, 90, 'seconds', 'the interval of the DHT dissemination, in seconds; 0 switches it off'),
};
const ethereum = {
    MiningCheckInterval: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.MiningCheckInterval),
    MaxGasPrice: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.MaxGasPrice),
    RequestsPerSecondLimit: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.RequestsPerSecondLimit),
    ConcurrencyLimit: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.ConcurrencyLimit),
};
const network = {
    AnnouncedAddresses: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.AnnouncedAddresses),
    DisseminationTime: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.DisseminationTime),
};
const ticks = {
    NetworkMetricsTick: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(seconds('how often the metrics of the network are taken, in seconds')),
    EthereumMetricsTick: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(seconds('how often the metrics of the chain are taken, in seconds')),
};
const port = {
    peers: portNumber('the port on which peers find this client'),
    metrics: portNumber('the port of /metrics'),
    diagnostics: portNumber('the port of /diagnostics'),
};
/** A finished configuration; `$NAME`s may still stand for secret texts. */
const keepClientV1 = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    ethereum: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        URL: leaf.URL,
        URLRPC: leaf.URLRPC,
        ...ethereum,
        account: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ KeyFile: leaf.KeyFile }),
        ContractAddresses: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
            KeepRandomBeaconOperator: contractAddress,
            TokenStaking: contractAddress,
            KeepRandomBeaconService: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(contractAddress),
        }),
    }),
    LibP2P: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ Peers: leaf.Peers, Port: port.peers, ...network }),
    Storage: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ DataDir: leaf.DataDir }),
    Metrics: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ Port: port.metrics, ...ticks })),
    Diagnostics: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ Port: port.diagnostics })),
});
/** The value itself, or the reference that stands for it in a template. */
function orReference(value, reference, expected, description) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([value, reference], `expected ${expected}`), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(description)));
}
function contract(description) {
    return orReference(contractAddress, _template_reference_js__WEBPACK_IMPORTED_MODULE_3__/* .contractReference */ .CI, '{ contract: NAME } or an address in quotes', description);
}
function section(description, entries) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej(entries), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(description)));
}
/** The same tree as a template: nothing is required, because a client's own part is merged over the shared one. */
const keepClientV1Template = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    ethereum: section('the chain', {
        URL: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.URL),
        URLRPC: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.URLRPC),
        ...ethereum,
        account: section("the client's account", {
            KeyFile: orReference(leaf.KeyFile, _template_reference_js__WEBPACK_IMPORTED_MODULE_3__/* .keyfileReference */ .dV, '{ keyfile: path }, an absolute path or $NAME', 'the keyfile, as mounted in the pod: { keyfile: path }'),
        }),
        ContractAddresses: section('the contracts this client works with', {
            KeepRandomBeaconOperator: contract('the operator contract: { contract: KeepRandomBeaconOperator }'),
            TokenStaking: contract('the staking contract: { contract: TokenStaking }'),
            KeepRandomBeaconService: contract('the service contract: { contract: KeepRandomBeaconService }'),
        }),
    }),
    LibP2P: section('the peer-to-peer network', {
        Peers: orReference(leaf.Peers, _template_reference_js__WEBPACK_IMPORTED_MODULE_3__/* .peersReference */ .zu, '{ peers: ROLE } or a list of peer addresses', 'the peers to dial at the start: { peers: ROLE } or a list'),
        Port: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(port.peers),
        ...network,
    }),
    Storage: section("the client's data", { DataDir: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(leaf.DataDir) }),
    Metrics: section('the server of /metrics', { Port: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(port.metrics), ...ticks }),
    Diagnostics: section('the server of /diagnostics', { Port: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(port.diagnostics) }),
});
/** What would start but not work: the client only logs that a port is taken, and runs without serving. */
function conflictsIn({ LibP2P, Metrics, Diagnostics, }) {
    const ports = [
        { path: ['LibP2P', 'Port'], value: LibP2P.Port },
        { path: ['Metrics', 'Port'], value: Metrics?.Port },
        { path: ['Diagnostics', 'Port'], value: Diagnostics?.Port },
    ].filter(({ value }) => value !== undefined);
    return ports.flatMap(({ path, value }, index) => {
        const other = ports.slice(0, index).find((earlier) => earlier.value === value);
        return other ? [{ path, message: `expected a port of its own: ${other.path.join('.')} is ${value} too` }] : [];
    });
}


/***/ }),

/***/ 19577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H5: () => (/* binding */ multiaddrPattern),
/* harmony export */   H8: () => (/* binding */ peerIdIn),
/* harmony export */   HM: () => (/* binding */ peerAddressPattern),
/* harmony export */   jA: () => (/* binding */ peerAddress)
/* harmony export */ });
/** A place on the peer-to-peer network: host, transport and port, as libp2p writes it. */
const host = String.raw `\/(?:ip4\/\d{1,3}(?:\.\d{1,3}){3}|ip6\/[0-9a-fA-F:.]+|dns[46]?\/[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?)`;
const port = String.raw `\/tcp\/(?:6553[0-5]|655[0-2]\d|65[0-4]\d{2}|6[0-4]\d{3}|[1-5]\d{4}|[1-9]\d{0,3})`;
const peerId = String.raw `\/(?:ipfs|p2p)\/(?<peer>[1-9A-HJ-NP-Za-km-z]{40,60})`;
/** An address to announce. */
const multiaddrPattern = new RegExp(`^${host}${port}$`);
/** An address to dial: the client dies at its start on an entry without a peer id. */
const peerAddressPattern = new RegExp(`^${host}${port}${peerId}$`);
/** Whom a peer address leads to. */
function peerIdIn(address) {
    return peerAddressPattern.exec(address)?.groups?.['peer'];
}
/** Where a client is found inside the cluster: its headless Service bears the client's name. */
function peerAddress(client, namespace, portNumber) {
    return `/dns4/${client.name}.${namespace}.svc.cluster.local/tcp/${portNumber}/ipfs/${client.peerId}`;
}


/***/ }),

/***/ 3325:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cl: () => (/* binding */ parseRecipe),
/* harmony export */   Yz: () => (/* binding */ recipeText),
/* harmony export */   m6: () => (/* binding */ secretNamesIn),
/* harmony export */   z8: () => (/* binding */ configurationSchemas)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(77934);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(37122);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(58943);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64589);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12354);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(83389);
/* harmony import */ var _keep_client_v1_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(69712);
/* harmony import */ var _template_reference_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51729);





/** The kinds of configuration file this room can render. */
const configurationSchemas = ['keep-client-v1'];
/** The names of the secrets that go into a tree. */
function secretNamesIn(tree) {
    const names = (0,_template_reference_js__WEBPACK_IMPORTED_MODULE_0__/* .textsIn */ .Ej)(tree).flatMap(({ text }) => ((0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .isSecretReference */ .IC)(text) ? [(0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .secretName */ .Gf)(text)] : []));
    return [...new Set(names)].sort();
}
/** The recipe as it is stored: canonical, so that equal recipes have equal names. */
function recipeText(recipe) {
    const { schema, client, tree, secretNames, digest } = recipe;
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .canonicalJson */ .d)({ schema, client, tree: tree, secretNames, digest });
}
const recipeSchema = valibot__WEBPACK_IMPORTED_MODULE_3__/* .strictObject */ .rej({
    schema: valibot__WEBPACK_IMPORTED_MODULE_3__/* .picklist */ .KIO(configurationSchemas, 'expected a kind of configuration that this version of keep-deploy knows'),
    client: valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    tree: _keep_client_v1_js__WEBPACK_IMPORTED_MODULE_4__/* .keepClientV1 */ .Gl,
    secretNames: valibot__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP()),
    digest: valibot__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
});
/** Reads a stored recipe. @throws RemoteError when it is none, or one that this version doesn't know. */
function parseRecipe(text) {
    let document;
    try {
        document = JSON.parse(text);
    }
    catch {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .RemoteError */ .Hi("The stored recipe of a configuration can't be used: it is not JSON");
    }
    const { value, problems } = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_6__/* .checkAgainst */ .Y)(recipeSchema, document);
    if (problems) {
        const reasons = problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .RemoteError */ .Hi(`The stored recipe of a configuration can't be used: ${reasons.join('; ')}`);
    }
    const secretNames = secretNamesIn(value.tree);
    if (secretNames.join() !== value.secretNames.join()) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_5__/* .RemoteError */ .Hi(`The stored recipe of ${value.client} can't be used: it names other secrets than it uses`);
    }
    return { ...value, secretNames, digest: (0,_values_index_js__WEBPACK_IMPORTED_MODULE_7__/* .parseDigest */ .m)(value.digest) };
}


/***/ }),

/***/ 30615:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  e: () => (/* binding */ resolveTemplates),
  l: () => (/* binding */ unknownContract)
});

// EXTERNAL MODULE: ./src/report/schema-problems.js
var schema_problems = __webpack_require__(58943);
// EXTERNAL MODULE: ./src/report/nearest-name.js
var nearest_name = __webpack_require__(95675);
// EXTERNAL MODULE: ./src/configuration/keep-client-v1.js
var keep_client_v1 = __webpack_require__(69712);
// EXTERNAL MODULE: ./src/configuration/template-reference.js
var template_reference = __webpack_require__(51729);
;// CONCATENATED MODULE: ./src/configuration/merge-template.js

/** A client's own part over the shared template: maps are merged, everything else (lists and references too) is replaced. */
function mergeTemplate(template, own) {
    if (own === undefined)
        return template;
    if (!isBranch(template) || !isBranch(own))
        return own;
    const keys = new Set([...Object.keys(template), ...Object.keys(own)]);
    return Object.fromEntries([...keys].map((key) => [key, mergeTemplate(memberOf(template, key), memberOf(own, key))]));
}
/** Whether the merged value at a path was written in the client's own part. */
function isOwnValue(own, path) {
    let value = own;
    for (const step of path) {
        if (value === undefined)
            return false;
        if (!isBranch(value))
            return true;
        value = memberOf(value, String(step));
    }
    return value !== undefined && !isBranch(value);
}
/** How many steps of a path a tree has. */
function knownDepth(tree, path) {
    let value = tree;
    for (const [depth, step] of path.entries()) {
        value = isBranch(value) ? memberOf(value, String(step)) : undefined;
        if (value === undefined)
            return depth;
    }
    return path.length;
}
function isBranch(value) {
    return (0,template_reference/* isMap */.jh)(value) && (0,template_reference/* templateReference */.cD)(value) === undefined;
}
function memberOf(map, key) {
    return Object.hasOwn(map, key) ? map[key] : undefined;
}

// EXTERNAL MODULE: ./src/configuration/multiaddr.js
var multiaddr = __webpack_require__(19577);
;// CONCATENATED MODULE: ./src/configuration/peer-problems.js

/**
 * Peers that leave a client alone, which it doesn't notice itself: with an empty or useless list it runs on, connected to
 * nobody, and logs nothing. Errors stop a release; warnings name what may be meant.
 */
function peerProblems(clients, bootstrapRole) {
    const others = clients.filter(({ isBootstrap }) => !isBootstrap);
    const errors = others
        .filter(({ peers }) => peers.length === 0)
        .map(({ name }) => ({
        client: name,
        message: `expected at least one peer: only clients of the role "${bootstrapRole}" can wait to be dialled, and ${name} is none`,
    }));
    const warnings = others
        .filter(({ peers }) => peers.length > 0 && !peers.some(isSecret))
        .filter((client) => !reachesOthers(client, clients))
        .map((client) => ({ client: client.name, message: lonely(client, bootstrapRole) }));
    return { errors, warnings };
}
function lonely({ name, peerId, peers }, bootstrapRole) {
    if (peers.every((peer) => (0,multiaddr/* peerIdIn */.H8)(peer) === peerId))
        return `${name} has only itself as a peer: it will be connected to nobody`;
    return `${name} and its peers only dial each other and no client of the role "${bootstrapRole}": they may stay apart from the network`;
}
/** Whether following the peers from a client leads to a bootstrap client, or out of this environment. */
function reachesOthers(start, clients) {
    const byPeerId = new Map(clients.map((client) => [client.peerId, client]));
    const seen = new Set([start]);
    for (const client of seen) {
        if (client.isBootstrap || client.peers.some(isSecret))
            return true;
        for (const peer of client.peers) {
            const next = byPeerId.get((0,multiaddr/* peerIdIn */.H8)(peer) ?? '');
            if (next === undefined)
                return true;
            seen.add(next);
        }
    }
    return false;
}
function isSecret(peer) {
    return peer.startsWith('$');
}

// EXTERNAL MODULE: ./src/configuration/recipe.js
var recipe = __webpack_require__(3325);
;// CONCATENATED MODULE: ./src/configuration/resolve-templates.js







/**
 * Turns the template into one recipe per client: every reference resolved, only `$NAME`s left, each checked against its
 * schema. Problems' paths lead into the clients file, to the template or to the client's own part, wherever the value is
 * written.
 */
function resolveTemplates(sources) {
    const merged = new Map(sources.clients.map((client) => [client.name, mergeTemplate(sources.template, client.configuration)]));
    const results = sources.clients.map((client) => resolveClient(sources, merged, client));
    const problems = results.flatMap((result) => result.problems);
    const resolved = results.flatMap(({ client, tree }) => (tree ? [{ client, tree }] : []));
    const dialled = resolved.map(({ client, tree }) => ({
        name: client.name,
        peerId: client.peerId,
        isBootstrap: client.role === sources.roles[0],
        peers: tree.LibP2P.Peers,
    }));
    const { errors, warnings } = peerProblems(dialled, sources.roles[0]);
    const atPeers = ({ client, message }) => ({
        path: sourcePath(sources, client, ['LibP2P', 'Peers']),
        message,
    });
    const all = distinct([...problems, ...errors.map(atPeers)]);
    if (all.length > 0)
        return { problems: all };
    const swapped = sources.clients.flatMap(({ name }) => swappedContracts(sources, name, merged.get(name)));
    const recipes = resolved.map(({ client, tree }) => ({
        schema: sources.schema,
        client: client.name,
        tree,
        secretNames: (0,recipe/* secretNamesIn */.m6)(tree),
    }));
    // A partition is only known when every client is.
    return { recipes, warnings: distinct([...swapped, ...warnings.map(atPeers)]) };
}
function resolveClient(sources, merged, client) {
    const problems = [];
    const at = (path) => sourcePath(sources, client.name, path);
    const resolve = (value, path) => {
        const reference = (0,template_reference/* templateReference */.cD)(value);
        if (reference) {
            const { value: found, problem } = resolveReference(sources, merged, client, reference);
            if (problem !== undefined)
                problems.push({ path: at(path), message: problem });
            return found;
        }
        if (!(0,template_reference/* isMap */.jh)(value))
            return value;
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, [...path, key])]));
    };
    const { value: tree, problems: mistakes } = (0,schema_problems/* checkAgainst */.Y)(keep_client_v1/* keepClientV1 */.Gl, resolve(merged.get(client.name), []) ?? {});
    const conflicts = tree ? (0,keep_client_v1/* conflictsIn */.zm)(tree) : [];
    problems.push(...[...(mistakes ?? []), ...conflicts].map(({ path, message }) => ({ path: at(path), message })));
    return { client, tree: problems.length === 0 ? tree : undefined, problems };
}
/** With two contracts of the set mixed up the client dies of a revert, or works with the wrong one. */
function swappedContracts(sources, client, tree) {
    return (0,template_reference/* referencesIn */.ii)(tree).flatMap(({ path, reference }) => {
        const key = String(path.at(-1));
        if (reference.kind !== 'contract' || reference.name === key || !Object.hasOwn(sources.contracts, key))
            return [];
        const message = `${key} is given the address of ${reference.name}, though there is a contract called ${key}`;
        return [{ path: sourcePath(sources, client, path), message }];
    });
}
const anyAddress = `0x${'1'.repeat(40)}`;
function resolveReference(sources, merged, client, reference) {
    switch (reference.kind) {
        case 'contract': {
            const { contracts } = sources;
            const address = Object.hasOwn(contracts, reference.name) ? contracts[reference.name] : undefined;
            if (address !== undefined)
                return { value: address };
            return { value: anyAddress, problem: unknownContract(reference.name, Object.keys(contracts)) };
        }
        case 'peers': {
            const ofRole = sources.clients.filter(({ role }) => role === reference.role);
            if (ofRole.length === 0) {
                const value = [`/dns4/${client.name}/tcp/1/ipfs/${client.peerId}`];
                const { roles, clients } = sources;
                // A client whose role isn't listed may have been meant, and that is told at its role.
                if (roles.includes(reference.role) && clients.some(({ role }) => !roles.includes(role)))
                    return { value };
                const others = roles.filter((role) => role !== reference.role);
                return { value, problem: `no client has the role "${reference.role}"${advice(reference.role, others)}` };
            }
            const others = ofRole.filter(({ name }) => name !== client.name);
            return { value: others.map((peer) => addressOf(peer, merged.get(peer.name), sources.namespace)) };
        }
        case 'keyfile':
            return { value: sources.keyfilePath };
    }
}
/** What is said of a reference to a contract that the set doesn't have. */
function unknownContract(name, known) {
    return `no contract is called "${name}"${advice(name, known)}`;
}
function addressOf(peer, tree, namespace) {
    const port = (0,template_reference/* isMap */.jh)(tree) && (0,template_reference/* isMap */.jh)(tree['LibP2P']) ? tree['LibP2P']['Port'] : undefined;
    const isPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
    // A wrong port is a problem of its own; told once, at the port.
    return (0,multiaddr/* peerAddress */.jA)(peer, namespace, isPort ? port : 1);
}
function advice(name, known) {
    const nearest = (0,nearest_name/* nearestName */.q)(name, known);
    if (nearest !== undefined)
        return `: did you mean "${nearest}"?`;
    return known.length === 0 ? '' : `: expected one of ${known.join(', ')}`;
}
/** Where a value of a client's merged configuration is written, or what is missing would be. */
function sourcePath({ template, clients }, client, path) {
    const own = clients.find(({ name }) => name === client)?.configuration;
    const isOwn = isOwnValue(own, path) || knownDepth(own, path) > knownDepth(template, path);
    return isOwn ? ['clients', client, 'configuration', ...path] : ['configuration', 'template', ...path];
}
/** A mistake in the template is the same for every client; it is told once. */
function distinct(problems) {
    return [...new Map(problems.map((problem) => [JSON.stringify([problem.path, problem.message]), problem])).values()];
}


/***/ }),

/***/ 51729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CI: () => (/* binding */ contractReference),
/* harmony export */   Ej: () => (/* binding */ textsIn),
/* harmony export */   cD: () => (/* binding */ templateReference),
/* harmony export */   dV: () => (/* binding */ keyfileReference),
/* harmony export */   ii: () => (/* binding */ referencesIn),
/* harmony export */   jh: () => (/* binding */ isMap),
/* harmony export */   zu: () => (/* binding */ peersReference)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);

function nameSchema(what) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(`expected ${what}`), valibot__WEBPACK_IMPORTED_MODULE_0__/* .nonEmpty */ .hq(`expected ${what}`), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(what));
}
/** What may stand in a template for a value: a map with exactly one key. */
const contractReference = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ contract: nameSchema('the name of a contract of the set') }), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the address of a contract in the contract record, checksummed'));
const peersReference = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ peers: nameSchema('the name of a role') }), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the peer addresses of every client of a role, except the client itself'));
const keyfileReference = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ keyfile: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('path', 'expected { keyfile: path }'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('always: path')) }), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_("where the client's keyfile is mounted"));
/** The reference a value of a template is, or nothing. */
function templateReference(value) {
    if (!isMap(value))
        return undefined;
    const entries = Object.entries(value);
    const [key, name] = entries[0] ?? [];
    if (entries.length !== 1 || typeof name !== 'string')
        return undefined;
    switch (key) {
        case 'contract':
            return { kind: 'contract', name };
        case 'peers':
            return { kind: 'peers', role: name };
        case 'keyfile':
            return { kind: 'keyfile' };
        default:
            return undefined;
    }
}
/** Every reference in a template, and where it stands. */
function referencesIn(template, path = []) {
    const reference = templateReference(template);
    if (reference)
        return [{ path, reference }];
    return childrenOf(template).flatMap(([key, child]) => referencesIn(child, [...path, key]));
}
/** Every text in a tree, and where it stands. */
function textsIn(tree, path = []) {
    if (typeof tree === 'string')
        return [{ path, text: tree }];
    return childrenOf(tree).flatMap(([key, child]) => textsIn(child, [...path, key]));
}
function isMap(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value);
}
function childrenOf(value) {
    if (Array.isArray(value))
        return value.map((item, index) => [index, item]);
    return isMap(value) ? Object.entries(value) : [];
}


/***/ }),

/***/ 89649:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bk: () => (/* binding */ selectorOf),
/* harmony export */   DC: () => (/* binding */ encodeCall),
/* harmony export */   hu: () => (/* binding */ encodeArguments)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7423);
/* harmony import */ var _json_abi_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(36638);


/**
 * Encodes by Solidity's contract ABI (https://docs.soliditylang.org/en/latest/abi-spec.html). Our own sixty lines, so that
 * planning needs no chain library; a property test holds them against ethers.
 */
function encodeArguments(parameters, values) {
    return `0x${encodeSequence(parameters, values)}`;
}
/** The selector and the encoded arguments. */
function encodeCall(entry, values) {
    return `${selectorOf(entry)}${encodeSequence(entry.inputs ?? [], values)}`;
}
/** The first four bytes of the signature's hash: what a function or an error is recognised by. */
function selectorOf(entry) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .keccak256 */ .S)(new TextEncoder().encode((0,_json_abi_js__WEBPACK_IMPORTED_MODULE_1__/* .signatureOf */ .yK)(entry))).slice(0, 10);
}
function encodeSequence(parameters, values) {
    const parts = parameters.map((parameter, index) => ({
        isDynamic: isDynamic(parameter),
        body: encodeOne(parameter, values[index]),
    }));
    const headBytes = parts.reduce((sum, part) => sum + (part.isDynamic ? 32 : part.body.length / 2), 0);
    let head = '';
    let tail = '';
    for (const part of parts) {
        if (part.isDynamic) {
            head += word(BigInt(headBytes + tail.length / 2));
            tail += part.body;
        }
        else {
            head += part.body;
        }
    }
    return head + tail;
}
function encodeOne(parameter, value) {
    const array = (0,_json_abi_js__WEBPACK_IMPORTED_MODULE_1__/* .arrayElement */ .UQ)(parameter);
    if (array !== undefined) {
        const items = value;
        const body = encodeSequence(items.map(() => array.element), items);
        return array.length === undefined ? word(BigInt(items.length)) + body : body;
    }
    if (parameter.type === 'tuple')
        return encodeSequence(parameter.components ?? [], value);
    if (parameter.type === 'string')
        return lengthAndBytes(Buffer.from(value, 'utf8').toString('hex'));
    if (parameter.type === 'bytes')
        return lengthAndBytes(value.slice(2));
    if (parameter.type.startsWith('bytes'))
        return value.slice(2).padEnd(64, '0');
    if (parameter.type === 'bool')
        return word(value === true ? 1n : 0n);
    if (parameter.type === 'address')
        return value.slice(2).toLowerCase().padStart(64, '0');
    return word(BigInt.asUintN(256, value));
}
function isDynamic(parameter) {
    const array = (0,_json_abi_js__WEBPACK_IMPORTED_MODULE_1__/* .arrayElement */ .UQ)(parameter);
    if (array !== undefined)
        return array.length === undefined || isDynamic(array.element);
    if (parameter.type === 'tuple')
        return (parameter.components ?? []).some(isDynamic);
    return parameter.type === 'string' || parameter.type === 'bytes';
}
function lengthAndBytes(digits) {
    return word(BigInt(digits.length / 2)) + digits.padEnd(Math.ceil(digits.length / 64) * 64, '0');
}
function word(value) {
    return value.toString(16).padStart(64, '0');
}


/***/ }),

/***/ 36638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   UQ: () => (/* binding */ arrayElement),
/* harmony export */   yK: () => (/* binding */ signatureOf)
/* harmony export */ });
/* unused harmony export canonicalType */
/** `T[]` or `T[n]` taken apart; undefined for any other type. */
function arrayElement(parameter) {
    const match = /^(.*)\[(\d*)\]$/.exec(parameter.type);
    if (match === null)
        return undefined;
    const [, type = '', length = ''] = match;
    return { element: { ...parameter, type }, length: length === '' ? undefined : Number(length) };
}
/** The type as it stands in a signature: a tuple is spelt out. */
function canonicalType(parameter) {
    if (!parameter.type.startsWith('tuple'))
        return parameter.type;
    const members = (parameter.components ?? []).map(canonicalType).join(',');
    return `(${members})${parameter.type.slice('tuple'.length)}`;
}
/** `name(type,type)`. */
function signatureOf(entry) {
    return `${entry.name ?? 'constructor'}(${(entry.inputs ?? []).map(canonicalType).join(',')})`;
}


/***/ }),

/***/ 60560:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ parseAmount),
/* harmony export */   F: () => (/* binding */ parseLiteral)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50267);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(54602);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91032);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83573);


const weiPerUnit = { wei: 1n, gwei: 10n ** 9n, ether: 10n ** 18n };
/**
 * Reads a literal of the contract set as a value of one elementary ABI type.
 * @throws RangeError that says what was expected.
 */
function parseLiteral(parameter, literal) {
    const { type } = parameter;
    const integer = /^(u?)int(\d*)$/.exec(type);
    if (integer !== null) {
        return inRange(parseAmount(literal), integer[1] === 'u', Number(integer[2] === '' ? 256 : integer[2]), type);
    }
    if (type === 'bool') {
        if (typeof literal !== 'boolean')
            throw new RangeError(`expected true or false, got ${show(literal)}`);
        return literal;
    }
    if (typeof literal !== 'string')
        throw new RangeError(`expected ${type} as a quoted text, got ${show(literal)}`);
    if (type === 'string')
        return literal;
    if (type === 'address')
        return readAddress(literal);
    const bytes = /^bytes(\d*)$/.exec(type);
    if (bytes !== null) {
        if (!(0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .isHex */ .qv)(literal))
            throw new RangeError(`expected ${type}: 0x and an even number of hexadecimal digits, got ${show(literal)}`);
        const length = (literal.length - 2) / 2;
        if (bytes[1] !== '' && length !== Number(bytes[1]))
            throw new RangeError(`expected ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .h)(Number(bytes[1]), 'byte')}, got ${length}`);
        return literal.toLowerCase();
    }
    throw new RangeError(`values of type ${type} are not supported here`);
}
/** A private key can come here by mistake. */
function readAddress(literal) {
    try {
        return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAddress */ .o)(literal);
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        throw new RangeError(`${error.message}, got ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_3__/* .describeSeen */ .j)(literal)}`, { cause: error });
    }
}
/** An integer, or an amount with its unit: `"10 ether"`, `"1.5 gwei"`. @throws RangeError that says what was expected. */
function parseAmount(literal) {
    if (typeof literal === 'number') {
        if (!Number.isInteger(literal))
            throw new RangeError(`expected an integer or an amount such as "10 ether", got ${literal}`);
        if (!Number.isSafeInteger(literal)) {
            throw new RangeError(`${literal} can't be read exactly as a number: write it as a quoted text, such as "1000000000000000000"`);
        }
        return BigInt(literal);
    }
    const text = String(literal).replaceAll('_', '');
    if (/^-?\d+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text))
        return BigInt(text);
    const amount = /^(\d+)(?:\.(\d+))? (wei|gwei|ether)$/.exec(text);
    if (typeof literal === 'boolean' || amount === null) {
        throw new RangeError(`expected an integer or an amount such as "10 ether", got ${show(literal)}`);
    }
    const [, whole = '0', fraction = '', unit = 'wei'] = amount;
    const scale = weiPerUnit[unit] ?? 1n;
    const scaled = BigInt(whole + fraction) * scale;
    const divisor = 10n ** BigInt(fraction.length);
    if (scaled % divisor !== 0n)
        throw new RangeError(`${show(literal)} is no whole number of wei`);
    return scaled / divisor;
}
function inRange(value, isUnsigned, bits, type) {
    const lowest = isUnsigned ? 0n : -(1n << BigInt(bits - 1));
    const highest = isUnsigned ? (1n << BigInt(bits)) - 1n : (1n << BigInt(bits - 1)) - 1n;
    if (value < lowest || value > highest)
        throw new RangeError(`${value} does not fit into ${type}`);
    return value;
}
function show(literal) {
    return JSON.stringify(typeof literal === 'string' && literal.length > 60 ? `${literal.slice(0, 60)}…` : literal);
}


/***/ }),

/***/ 46091:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OI: () => (/* binding */ checkUntyped),
/* harmony export */   S1: () => (/* binding */ noFunction),
/* harmony export */   W$: () => (/* binding */ findFunction),
/* harmony export */   bw: () => (/* binding */ typeArguments),
/* harmony export */   g$: () => (/* binding */ resolveValue),
/* harmony export */   iT: () => (/* binding */ typeValue),
/* harmony export */   zo: () => (/* binding */ contractsIn)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(50267);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(95675);
/* harmony import */ var _encode_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(89649);
/* harmony import */ var _json_abi_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(36638);
/* harmony import */ var _literal_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(60560);




/** Checks a list of arguments against parameters and reports every problem; undefined when there was one. */
function typeArguments(parameters, values, path, context) {
    if (context.isGap(path))
        return undefined;
    if (values.length !== parameters.length) {
        const listed = parameters.map(({ type, name }) => (name ? `${type} ${name}` : type)).join(', ');
        const expected = parameters.length === 0 ? 'no arguments' : `${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .h)(parameters.length, 'argument')} (${listed})`;
        context.report({ path, message: `expected ${expected}, got ${values.length}` });
        checkUntyped(values, path, context);
        return undefined;
    }
    const typed = parameters.map((parameter, index) => typeValue(parameter, values[index], [...path, index], context));
    return typed.every((value) => value !== undefined) ? typed : undefined;
}
/** Reports what is wrong with arguments whatever their types are, where those can't be known. */
function checkUntyped(values, path, context) {
    for (const [index, value] of values.entries()) {
        const where = [...path, index];
        if (typeof value !== 'object')
            continue;
        if (isList(value))
            checkUntyped(value, where, context);
        else if ('contract' in value) {
            if (!context.isContract(value.contract)) {
                context.report({ path: where, message: context.noContract(value.contract) });
            }
        }
        else if ('chain' in value) {
            const found = context.chainValue(value.chain);
            if (typeof found === 'string')
                context.report({ path: where, message: found });
        }
        else if ('encode' in value) {
            if (context.abiOf(value.encode.contract) !== undefined)
                typeValue({ type: 'bytes' }, value, where, context);
            else
                checkUntyped(value.encode.arguments ?? [], [...where, 'encode', 'arguments'], context);
        }
    }
}
function typeValue(parameter, value, path, context) {
    const wrong = (message) => {
        context.report({ path, message: parameter.name ? `${message} (parameter ${parameter.name})` : message });
    };
    if (context.isGap(path))
        return undefined;
    if (typeof value !== 'object') {
        if ((0,_json_abi_js__WEBPACK_IMPORTED_MODULE_1__/* .arrayElement */ .UQ)(parameter) !== undefined || parameter.type === 'tuple')
            return wrong(`expected a list for ${parameter.type}`);
        try {
            return { kind: 'literal', value: (0,_literal_js__WEBPACK_IMPORTED_MODULE_2__/* .parseLiteral */ .F)(parameter, value) };
        }
        catch (error) {
            if (error instanceof RangeError)
                return wrong(error.message);
            throw error;
        }
    }
    if (isList(value))
        return typeList(parameter, value, path, context, wrong);
    if ('contract' in value) {
        if (parameter.type !== 'address')
            return wrong(`expected ${parameter.type}, got the address of ${value.contract}`);
        if (!context.isContract(value.contract))
            return wrong(context.noContract(value.contract));
        return { kind: 'contract', name: value.contract };
    }
    if ('chain' in value) {
        const found = context.chainValue(value.chain);
        if (found === undefined)
            return undefined;
        if (typeof found === 'string')
            return wrong(found);
        const report = ({ message, ...problem }) => context.report({ ...problem, path, message: `{ chain: ${value.chain} } of keep-deploy.yml: ${message}` });
        return typeValue(parameter, found.value, path, { ...context, report });
    }
    if ('account' in value) {
        return parameter.type === 'address'
            ? { kind: 'deployer' }
            : wrong(`expected ${parameter.type}, got the address of an account`);
    }
    if (parameter.type !== 'bytes')
        return wrong(`expected ${parameter.type}, got an encoded call, which is bytes`);
    const { contract, function: name, arguments: values = [] } = value.encode;
    const abi = context.abiOf(contract);
    if (abi === undefined) {
        const message = context.noAbi(contract);
        return message === undefined ? undefined : wrong(message);
    }
    const entry = findFunction(abi, contract, name);
    if (typeof entry === 'string')
        return wrong(entry);
    const typed = typeArguments(entry.inputs ?? [], values, [...path, 'encode', 'arguments'], context);
    return typed && { kind: 'encoded-call', entry, arguments: typed };
}
function typeList(parameter, values, path, context, wrong) {
    const array = (0,_json_abi_js__WEBPACK_IMPORTED_MODULE_1__/* .arrayElement */ .UQ)(parameter);
    if (array === undefined && parameter.type !== 'tuple')
        return wrong(`expected ${parameter.type}, got a list`);
    if (array?.length !== undefined && array.length !== values.length) {
        return wrong(`expected ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .h)(array.length, 'item')} for ${parameter.type}, got ${values.length}`);
    }
    const members = array === undefined ? (parameter.components ?? []) : values.map(() => array.element);
    const items = typeArguments(members, values, path, context);
    return items && { kind: 'list', items };
}
/** A function by name or full signature; a text that says what is wrong when that names none or several. */
function findFunction(abi, contract, name) {
    const functions = abi.filter((entry) => entry.type === 'function');
    const found = functions.filter((entry) => entry.name === name || (0,_json_abi_js__WEBPACK_IMPORTED_MODULE_1__/* .signatureOf */ .yK)(entry) === name.replaceAll(' ', ''));
    const [entry] = found;
    if (entry === undefined)
        return noFunction(abi, contract, name);
    if (found.length > 1)
        return `${contract} has several functions ${name}: write one of ${found.map(_json_abi_js__WEBPACK_IMPORTED_MODULE_1__/* .signatureOf */ .yK).join(', ')}`;
    return entry;
}
/** What is said of a function that an ABI doesn't have. */
function noFunction(abi, contract, name) {
    const known = abi.flatMap(({ type, name: other }) => (type === 'function' && other !== undefined ? [other] : []));
    return `${contract} has no function ${name}${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_3__/* .nearestAdvice */ .T)(name.replace(/\(.*/, ''), known)}`;
}
/** The value with every address in its place. */
function resolveValue(value, addressOf, deployer) {
    switch (value.kind) {
        case 'literal':
            return value.value;
        case 'contract':
            return addressOf(value.name);
        case 'deployer':
            return deployer;
        case 'list':
            return value.items.map((item) => resolveValue(item, addressOf, deployer));
        case 'encoded-call':
            return (0,_encode_js__WEBPACK_IMPORTED_MODULE_4__/* .encodeCall */ .DC)(value.entry, value.arguments.map((argument) => resolveValue(argument, addressOf, deployer)));
    }
}
/** Every contract whose address stands somewhere in the value. */
function contractsIn(value) {
    switch (value.kind) {
        case 'contract':
            return [value.name];
        case 'list':
            return value.items.flatMap(contractsIn);
        case 'encoded-call':
            return value.arguments.flatMap(contractsIn);
        default:
            return [];
    }
}
function isList(value) {
    return Array.isArray(value);
}


/***/ }),

/***/ 58431:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ signerName),
/* harmony export */   N: () => (/* binding */ chainSchema)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64589);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(83573);
/* harmony import */ var _abi_literal_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(60560);



const variableExpected = 'expected $NAME: a variable of the step’s environment';
const signer = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([
    valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .secretReferencePattern */ .OA, variableExpected)),
    valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        keystore: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP('expected $NAME, or the path of a keyfile relative to this file'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^(?:\$[A-Z][A-Z0-9_]*|(?![/~\\])(?![A-Za-z]:)[^\\\0$]+)$/, 'expected $NAME, or the path of a keyfile relative to this file, with forward slashes'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('an encrypted keyfile (Web3 Secret Storage, version 3): its path, or $NAME for its content')),
        password: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .secretReferencePattern */ .OA, variableExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_("the keyfile's password, as $NAME")),
    }),
], 'expected $NAME, or { keystore: path or $NAME, password: $NAME }'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the key that signs: $NAME for a private key, or a keystore; only needed to apply'));
/** A URL may stand in the file only when nothing in it can be a secret: hosted nodes carry their key in path or query. */
function isOpenUrl(text) {
    if (!URL.canParse(text))
        return false;
    const url = new URL(text);
    return (['http:', 'https:'].includes(url.protocol) &&
        url.username === '' &&
        url.password === '' &&
        url.search === '' &&
        url.hash === '' &&
        url.pathname === '/');
}
const node = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .check */ .z6Y((text) => _values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .secretReferencePattern */ .OA.test(text) || isOpenUrl(text), 'expected $NAME, or an http(s) URL of only host and port: a URL with a password, path or query usually holds a key and belongs into the step’s environment'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_("the node's JSON-RPC over HTTP: $NAME, or a URL of only host and port"));
const rpc = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([node, valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(node), valibot__WEBPACK_IMPORTED_MODULE_0__/* .minLength */ .BpQ(1, 'expected at least one node'))], 'expected $NAME, a URL, or a list of them'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_("the node's JSON-RPC over HTTP, or those of several nodes of the same chain"));
const amountExpected = 'expected an amount with its unit, such as "100 gwei"';
/** An amount of ether with its unit, as wei. */
function amount(description) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(amountExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(description), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^[\d_]+(?:\.\d+)? (?:wei|gwei|ether)$/, amountExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .rawTransform */ .NTK(({ dataset, addIssue, NEVER }) => {
        try {
            return (0,_abi_literal_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAmount */ .C)(dataset.value);
        }
        catch (error) {
            if (!(error instanceof RangeError))
                throw error;
            addIssue({ message: error.message });
            return NEVER;
        }
    }));
}
const openText = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .check */ .z6Y((text) => !_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .secretReferencePattern */ .OA.test(text), 'expected no $NAME here: what a contract is given stands on the chain for everyone to read'));
const chainValue = valibot__WEBPACK_IMPORTED_MODULE_0__/* .lazy */ .RZV(() => valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([openText, valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(chainValue)], 'expected a text, a number, true or false, or a list of them'));
const addressPattern = /^0x[0-9a-fA-F]{40}$/;
const addressExpected = 'expected an address: 0x and 40 hexadecimal digits, in mixed case with a right checksum';
const address = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(addressPattern, addressExpected), 
// Of another form than an address is said once.
valibot__WEBPACK_IMPORTED_MODULE_0__/* .check */ .z6Y((text) => !addressPattern.test(text) || isAddress(text), addressExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the public address of the account that deploys; it must be that of the signer'));
function isAddress(text) {
    try {
        (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .parseAddress */ .o)(text);
        return true;
    }
    catch {
        return false;
    }
}
const confirmationsExpected = 'expected a number of blocks from 1 to 1000, safe or finalized';
/** `chain` of an environment in keep-deploy.yml. */
const chainSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    id: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeInteger */ .Y2b('expected a chain id'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .minValue */ .Wwf(1, 'expected a chain id'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the chain id the node must have')),
    rpc,
    confirmations: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([
        valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeInteger */ .Y2b(confirmationsExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .minValue */ .Wwf(1, confirmationsExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .maxValue */ .cGV(1000, confirmationsExpected)),
        valibot__WEBPACK_IMPORTED_MODULE_0__/* .picklist */ .KIO(['safe', 'finalized']),
    ], confirmationsExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('when a transaction counts as done: with this many blocks (1: its own), or when its block is safe or finalized')), 1),
    deployer: address,
    signer,
    values: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'expected a name of letters, digits, dashes and underscores'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .notValue */ .Jbn('id', 'the name "id" can\'t be used: { chain: id } is the chain\'s id')), chainValue), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('what differs from network to network: contracts.yml takes it by { chain: NAME }'))),
    fees: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        cap: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(amount('the most that is paid for a unit of gas, such as "100 gwei"')),
        budget: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(amount('the most that one run may spend on gas, such as "2 ether"')),
    }), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('limits for what a run pays'))),
    explorer: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^https?:\/\/[\w.:/-]+$/, 'expected the URL of a block explorer, such as https://etherscan.io'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('a block explorer, for links in the summary: it has /address/… and /tx/…'))),
    'code-size-limit': valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeInteger */ .Y2b('expected a number of bytes'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .minValue */ .Wwf(1, 'expected a number of bytes'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('the largest code that the chain takes, in bytes, when it is not 24576 (EIP-170)'))),
});
/** What the environment's file says of the signer, for messages. */
function signerName({ signer: given }) {
    return typeof given === 'string' ? given : `the keystore ${given.keystore}`;
}


/***/ }),

/***/ 62639:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hw: () => (/* binding */ chainValue),
/* harmony export */   q6: () => (/* binding */ draftChainFacts),
/* harmony export */   r5: () => (/* binding */ chainFacts),
/* harmony export */   tO: () => (/* binding */ defaultCodeSizeLimit)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58943);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(95675);
/* harmony import */ var _journal_chain_schema_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58431);


function chainFacts({ id, values, 'code-size-limit': codeSizeLimit }) {
    return { id, values, codeSizeLimit };
}
/** The facts of a `chain` that may have mistakes. */
function draftChainFacts(chain) {
    const { entries } = _journal_chain_schema_js__WEBPACK_IMPORTED_MODULE_0__/* .chainSchema */ .N;
    const at = (map, key) => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined);
    const limit = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .checkAgainst */ .Y)(entries['code-size-limit'], at(chain, 'code-size-limit'));
    const given = at(chain, 'values') ?? {};
    const names = isMap(given) ? Object.keys(given) : [];
    const right = names.flatMap((name) => {
        const { value } = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .checkAgainst */ .Y)(entries.values, { [name]: at(given, name) });
        return value === undefined ? [] : [value];
    });
    const values = Object.assign({}, ...right);
    return {
        id: (0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .checkAgainst */ .Y)(entries.id, at(chain, 'id')).value,
        values,
        unknownValues: isMap(chain) && isMap(given) ? names.filter((name) => !Object.hasOwn(values, name)) : 'all',
        codeSizeLimit: limit.problems === undefined ? limit.value : Number.POSITIVE_INFINITY,
    };
}
function isMap(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value);
}
/** EIP-170. Init code may be twice as long (EIP-3860). */
const defaultCodeSizeLimit = 24_576;
/** What `{ chain: NAME }` stands for; a text that says what is wrong with the name; undefined when it can't be known. */
function chainValue({ id, values = {}, unknownValues = [] }, name) {
    if (name === 'id')
        return id === undefined ? undefined : { value: id };
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined)
        return { value };
    if (unknownValues === 'all' || unknownValues.includes(name))
        return undefined;
    return `keep-deploy.yml gives this environment's chain no value ${name}${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .nearestAdvice */ .T)(name, ['id', ...Object.keys(values)])}`;
}


/***/ }),

/***/ 83439:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ draftSet),
/* harmony export */   n: () => (/* binding */ noGaps)
/* harmony export */ });
const noGaps = { has: () => false, within: () => false };
/**
 * Reads what is right of a set's file beside its mistakes of the form, so that other mistakes are found all the same.
 * `problems` are those that its schema has found.
 */
function draftSet(raw, problems) {
    const paths = new Set();
    /** Every path on the way to a gap, and of the gap itself. */
    const ways = new Set();
    const add = (path) => {
        paths.add(JSON.stringify(path));
        for (let length = 0; length <= path.length; length++)
            ways.add(JSON.stringify(path.slice(0, length)));
    };
    const gaps = {
        has: (path) => paths.has(JSON.stringify(path)),
        within: (path) => ways.has(JSON.stringify(path)),
    };
    for (const { path } of problems)
        add(path);
    const top = isMap(raw) ? raw : {};
    const contracts = isMap(top['contracts']) ? top['contracts'] : {};
    const calls = Array.isArray(top['calls']) ? top['calls'] : [];
    const set = {
        artifacts: (top['artifacts'] ?? []),
        contracts: Object.fromEntries(Object.entries(contracts).map(([name, entry]) => {
            const path = ['contracts', name];
            // Nothing written means nothing special.
            if (entry === null)
                paths.delete(JSON.stringify(path));
            return [name, isMap(entry) ? entryAt(entry, path, gaps, add) : {}];
        })),
        calls: calls.map((call, index) => {
            const entry = isMap(call) ? entryAt(call, ['calls', index], gaps, add) : {};
            return { contract: '', function: '', ...entry };
        }),
    };
    return { set, gaps };
}
/** A contract or a call without its gaps. */
function entryAt(entry, path, gaps, add) {
    const rest = withoutGaps(entry, path, gaps);
    const { arguments: values, libraries, after } = rest;
    return {
        ...rest,
        ...(Array.isArray(values) && { arguments: valuesAt(values, [...path, 'arguments'], gaps, add) }),
        ...(isMap(libraries) && { libraries: withoutGaps(libraries, [...path, 'libraries'], gaps) }),
        // The places of the others stay.
        ...(Array.isArray(after) && { after: after.map((name) => (typeof name === 'string' ? name : '')) }),
    };
}
function withoutGaps(map, path, gaps) {
    return Object.fromEntries(Object.entries(map).filter(([key]) => !gaps.has([...path, key])));
}
function valuesAt(values, path, gaps, add) {
    return values.map((value, index) => valueAt(value, [...path, index], gaps, add));
}
function valueAt(value, path, gaps, add) {
    const gap = () => {
        add(path);
        return false;
    };
    if (gaps.has(path))
        return false;
    if (Array.isArray(value))
        return valuesAt(value, path, gaps, add);
    if (!isMap(value))
        return value;
    const { encode, ...reference } = withoutGaps(value, path, gaps);
    if (encode === undefined)
        return isReference(reference) ? reference : gap();
    if (!isMap(encode))
        return gap();
    const inner = [...path, 'encode'];
    const { contract, function: name, arguments: values } = withoutGaps(encode, inner, gaps);
    if (typeof contract !== 'string' || typeof name !== 'string')
        return gap();
    const list = Array.isArray(values) ? { arguments: valuesAt(values, [...inner, 'arguments'], gaps, add) } : {};
    return { encode: { contract, function: name, ...list } };
}
function isReference(value) {
    return ['contract', 'account', 'chain'].some((key) => typeof value[key] === 'string');
}
function isMap(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value);
}


/***/ }),

/***/ 98547:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ prepareContractSet)
});

// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/values/keccak.js
var keccak = __webpack_require__(7423);
;// CONCATENATED MODULE: ./src/contracts/artifacts/placeholder.js

/** Both placeholder styles of solc: `__$<34 hexadecimal digits>$__` (since 0.5) and `__Name____…`, always forty characters. */
const placeholderPattern = /__\$[0-9a-f]{34}\$__|__[^$].{37}/g;
/** Every placeholder in a code, once. */
function placeholdersIn(code) {
    // Most codes have none, and they are long.
    return code.includes('__') ? [...new Set(code.match(placeholderPattern) ?? [])] : [];
}
/** solc ≥ 0.5: the first 34 digits of the hash of the library's fully qualified name, `<source path>:<Name>`. */
function hashedPlaceholder(qualifiedName) {
    return `__$${(0,keccak/* keccak256 */.S)(new TextEncoder().encode(qualifiedName)).slice(2, 36)}$__`;
}
function isHashed(placeholder) {
    return placeholder.startsWith('__$');
}
/** The name in an old placeholder, cut to 36 characters and filled with underscores: Truffle's plain or solc's qualified one. */
function namedPlaceholder(name) {
    return `__${name.slice(0, 36).padEnd(38, '_')}`;
}
/** The library that an old placeholder names, unless its name was cut. */
function namedLibrary(placeholder) {
    const match = /^__(?:(.+):)?([A-Za-z$][A-Za-z0-9$]*(?:_[A-Za-z0-9$]+)*)_{2,}$/.exec(placeholder);
    const [, source, name] = match ?? [];
    if (name === undefined)
        return undefined;
    return source === undefined ? { name } : { name, source };
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/formats/bare-hex.js

/** `Name.bin` or `Name.hex` with `Name.abi` beside it, as solc's command line writes them; a lone `.abi` is an interface. */
function readBareHex(name, code, abi) {
    const [digits = '', ...comments] = (code ?? '').split(/\r?\n(?=\s*\/\/)/);
    const bytecode = digits.replace(/\s/g, '');
    return {
        name,
        abi: abi === undefined ? undefined : parseAbi(abi),
        creationCode: bytecode,
        linkReferences: linkReferences(bytecode.replace(/^0x/, ''), comments),
    };
}
/** solc ends such a file with what its placeholders mean: `// $<34 digits>$ -> path/File.sol:Name`. */
function linkReferences(code, comments) {
    const references = {};
    const named = new Map(comments.flatMap((line) => {
        const match = /^\s*\/\/ (\$[0-9a-f]{34}\$) -> (.+):([^:\s]+)\s*$/.exec(line);
        return match === null ? [] : [[`__${match[1]}__`, match.slice(2)]];
    }));
    for (const placeholder of placeholdersIn(code).filter(isHashed)) {
        const [source, name] = named.get(placeholder) ?? [];
        if (source === undefined || name === undefined)
            continue;
        const places = [{ start: code.indexOf(placeholder) / 2, length: 20 }];
        references[source] = { ...references[source], [name]: places };
    }
    return references;
}
function parseAbi(text) {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        throw new RangeError('its .abi file is no JSON', { cause: error });
    }
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/formats/json-file.js
function isMap(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value);
}
function textIn(map, ...way) {
    const value = valueIn(map, ...way);
    return typeof value === 'string' ? value : undefined;
}
function valueIn(map, ...way) {
    return way.reduce((value, key) => (isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined), map);
}
/** What solc's own metadata tells of a contract: its file, its compiler. */
function fromMetadata(metadata) {
    const content = typeof metadata === 'string' ? parsedText(metadata) : metadata;
    const target = valueIn(content, 'settings', 'compilationTarget');
    return {
        source: isMap(target) ? Object.keys(target)[0] : undefined,
        compiler: textIn(content, 'compiler', 'version'),
    };
}
/** Whether code has one of the addresses that somebody has linked it to, though other libraries may still be open. */
function hasAddressOf(code, links) {
    if (!isMap(links))
        return false;
    const digits = code.toLowerCase();
    return Object.values(links).some((address) => {
        const found = typeof address === 'string' ? /^0x([0-9a-f]{40})$/.exec(address.toLowerCase())?.[1] : undefined;
        return found !== undefined && digits.includes(found);
    });
}
/** Undefined when the text is no JSON. */
function parsedText(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/formats/foundry.js

/** Foundry's `out/File.sol/Name.json`: solc's objects one level higher, the name only in the path and the metadata. */
const readFoundry = ({ baseName, content }) => {
    const bytecode = valueIn(content, 'bytecode');
    if (!isMap(bytecode) || textIn(bytecode, 'object') === undefined)
        return undefined;
    const metadata = fromMetadata(valueIn(content, 'metadata') ?? valueIn(content, 'rawMetadata'));
    return [
        {
            name: baseName,
            source: metadata.source ?? textIn(content, 'ast', 'absolutePath'),
            abi: content['abi'] ?? [],
            creationCode: bytecode['object'],
            linkReferences: valueIn(bytecode, 'linkReferences'),
            deployedCode: valueIn(content, 'deployedBytecode', 'object'),
            deployedLinkReferences: valueIn(content, 'deployedBytecode', 'linkReferences'),
            immutableReferences: valueIn(content, 'deployedBytecode', 'immutableReferences'),
            compiler: metadata.compiler,
        },
    ];
};

;// CONCATENATED MODULE: ./src/contracts/artifacts/formats/hardhat.js

/**
 * Hardhat's artifacts: `hh-sol-artifact-1` of version 2, version 3's, which also tell where immutables stand, and those that
 * hardhat-deploy exports, which have more of solc's output and no `_format`.
 */
const readHardhat = ({ baseName, content }) => {
    const isHardhat = textIn(content, '_format')?.startsWith('hh') ?? false;
    if (!Array.isArray(content['abi']) || !(isHardhat || valueIn(content, 'linkReferences') !== undefined))
        return undefined;
    if (typeof valueIn(content, 'bytecode') === 'object')
        return undefined;
    return [
        {
            name: textIn(content, 'contractName') ?? baseName,
            source: textIn(content, 'inputSourceName') ?? textIn(content, 'sourceName'),
            abi: content['abi'],
            creationCode: valueIn(content, 'bytecode'),
            linkReferences: valueIn(content, 'linkReferences'),
            deployedCode: valueIn(content, 'deployedBytecode'),
            deployedLinkReferences: valueIn(content, 'deployedLinkReferences'),
            immutableReferences: valueIn(content, 'immutableReferences') ?? valueIn(content, 'evm', 'deployedBytecode', 'immutableReferences'),
        },
    ];
};

;// CONCATENATED MODULE: ./src/contracts/artifacts/formats/hardhat-deploy.js

/**
 * hardhat-deploy's (and rocketh's) record of one deployment. Its bytecode is what was sent: with libraries it is linked to
 * those of that network, and useless on any other.
 */
const readHardhatDeploy = ({ baseName, content }) => {
    if (textIn(content, 'address') === undefined || !Array.isArray(content['abi']))
        return undefined;
    const metadata = fromMetadata(valueIn(content, 'metadata'));
    const libraries = valueIn(content, 'libraries');
    return [
        {
            name: baseName,
            source: metadata.source,
            abi: content['abi'],
            creationCode: valueIn(content, 'bytecode'),
            deployedCode: valueIn(content, 'deployedBytecode'),
            compiler: metadata.compiler,
            isRecord: true,
            unusable: unusable(libraries, valueIn(content, 'bytecode')),
        },
    ];
};
function unusable(libraries, bytecode) {
    if (typeof bytecode !== 'string' || /^(?:0x)?$/.test(bytecode)) {
        return 'it is the record of a deployment (of a proxy, probably) and has no bytecode';
    }
    const names = isMap(libraries) ? Object.keys(libraries) : [];
    if (names.length === 0 || (bytecode.includes('__') && !hasAddressOf(bytecode, libraries)))
        return undefined;
    return `it is the record of a deployment, whose bytecode is already linked to another network's libraries (${names.join(', ')})`;
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/formats/solc-contract.js

/** A contract as solc's standard output has it; Waffle writes each into a file of its own. */
const readSolcContract = ({ baseName, content }) => textIn(content, 'evm', 'bytecode', 'object') !== undefined ? [solcContract(baseName, undefined, content)] : undefined;
function solcContract(name, source, content) {
    const metadata = fromMetadata(valueIn(content, 'metadata'));
    return {
        name,
        source: source ?? metadata.source,
        abi: content['abi'] ?? [],
        creationCode: textIn(content, 'evm', 'bytecode', 'object'),
        linkReferences: valueIn(content, 'evm', 'bytecode', 'linkReferences'),
        deployedCode: textIn(content, 'evm', 'deployedBytecode', 'object'),
        deployedLinkReferences: valueIn(content, 'evm', 'deployedBytecode', 'linkReferences'),
        immutableReferences: valueIn(content, 'evm', 'deployedBytecode', 'immutableReferences'),
        compiler: metadata.compiler,
    };
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/formats/solc-output.js


/** solc's standard JSON output, also inside a build-info file of Hardhat or Foundry, and its `--combined-json`. */
const readSolcOutput = ({ content }) => {
    const contracts = valueIn(content, 'contracts') ?? valueIn(content, 'output', 'contracts');
    if (!isMap(contracts))
        return undefined;
    const read = Object.entries(contracts).flatMap(([key, value]) => isMap(value) ? (combined(key, value, textIn(content, 'version')) ?? ofSource(key, value)) : []);
    return read.length > 0 ? read : undefined;
};
function combined(key, value, compiler) {
    const colon = key.lastIndexOf(':');
    const isCombined = typeof value['bin'] === 'string' || (colon > 0 && value['abi'] !== undefined);
    if (!isCombined)
        return undefined;
    return [
        {
            name: key.slice(colon + 1),
            source: colon > 0 ? key.slice(0, colon) : fromMetadata(value['metadata']).source,
            // Old versions write the ABI as a text.
            abi: typeof value['abi'] === 'string' ? parsedText(value['abi']) : (value['abi'] ?? []),
            creationCode: value['bin'],
            deployedCode: value['bin-runtime'],
            compiler,
        },
    ];
}
function ofSource(source, contracts) {
    return Object.entries(contracts).flatMap(([name, contract]) => isMap(contract) && (isMap(contract['evm']) || Array.isArray(contract['abi']))
        ? [solcContract(name, source, contract)]
        : []);
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/formats/truffle.js

/**
 * Truffle, slim or full, of every schema version, and any other file that has just `abi` and `bytecode`. Its `bytecode` is
 * unlinked by contract; where it has no placeholder though a network has links, or the address of one, somebody has linked it.
 */
const readTruffle = (file) => {
    const { content } = file;
    const bytecode = valueIn(content, 'unlinked_binary') ?? valueIn(content, 'bytecode');
    if (!Array.isArray(content['abi']) || isMap(bytecode))
        return undefined;
    const metadata = fromMetadata(content['metadata']);
    const code = typeof bytecode === 'string' ? bytecode : '';
    const links = networkLinks(file);
    const unusable = links.length > 0 && (!code.includes('__') || links.some((ofNetwork) => hasAddressOf(code, ofNetwork)))
        ? 'its bytecode is already linked to the libraries of another network'
        : undefined;
    return [
        {
            name: textIn(content, 'contractName') ?? textIn(content, 'contract_name') ?? file.baseName,
            source: metadata.source ?? textIn(content, 'ast', 'absolutePath') ?? textIn(content, 'sourcePath'),
            abi: content['abi'],
            creationCode: bytecode,
            deployedCode: valueIn(content, 'deployedBytecode'),
            immutableReferences: valueIn(content, 'immutableReferences'),
            compiler: textIn(content, 'compiler', 'version') ?? metadata.compiler,
            unusable,
        },
    ];
};
/** What each network has linked. */
function networkLinks({ content }) {
    const networks = valueIn(content, 'networks');
    if (!isMap(networks))
        return [];
    return Object.values(networks).flatMap((network) => {
        const links = valueIn(network, 'links');
        return isMap(links) && Object.keys(links).length > 0 ? [links] : [];
    });
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/recognise.js







/** The most telling first: a record of hardhat-deploy also looks like Truffle's. */
const formats = [
    readHardhatDeploy,
    readSolcOutput,
    readFoundry,
    readSolcContract,
    readHardhat,
    readTruffle,
];
/** Said of a file that ends too early, or holds something else. */
const noJson = 'it is no JSON';
/** The contracts of a JSON file, by what it contains. @throws RangeError when it is none that is known. */
function readCompiledContracts(path, baseName, text) {
    const content = parseJson(text);
    if (Array.isArray(content))
        return [{ name: baseName, abi: content, creationCode: '' }];
    if (isMap(content)) {
        for (const read of formats) {
            const contracts = read({ path, baseName, content });
            if (contracts !== undefined)
                return contracts;
        }
    }
    throw new RangeError('it is no artifact of Truffle, Hardhat, Foundry, solc or Waffle, and no record of hardhat-deploy');
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        throw new RangeError(noJson, { cause: error });
    }
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/artifact-folder.js





const cannotRead = "it can't be read";
const skippedFolders = new Set(['node_modules', '.git', 'build-info', 'solcInputs']);
/** Of Foundry and Hardhat, beside their artifacts; deeper down it is a folder of somebody's Solidity. */
const cacheFolder = 'cache';
/** Opens a folder, or one file of solc's with many contracts. Undefined when there is nothing at this path. */
async function openArtifactFolder(path) {
    const status = await (0,promises_.stat)(path).catch(() => undefined);
    if (status === undefined)
        return undefined;
    if (status.isDirectory())
        return createFolder(path, await listFiles(path), []);
    const name = external_node_path_.posix.basename(path);
    return createFolder(external_node_path_.posix.dirname(path), [], [name]);
}
function createFolder(folder, files, given) {
    const byName = groupByName(files);
    const known = new Set(files);
    const read = remembered((file) => readFound(folder, file, known));
    let contained;
    const all = () => [...files.filter((file) => !file.endsWith('.abi')), ...given].flatMap(read);
    return {
        async inCache(name) {
            const left = await listFiles(folder, cacheFolder).catch(() => []);
            return groupByName(left).get(name) ?? [];
        },
        unreadable: () => all().filter(({ problem }) => problem === noJson || problem?.startsWith(cannotRead)),
        names: () => [...byName.keys()],
        find(name) {
            const named = (byName.get(name) ?? []).flatMap(read);
            // What has only its file's name for a name may be called by all of it.
            const found = named.filter(({ compiled, file }) => compiled === undefined || compiled.name === name || isBare(file));
            if (found.some(({ compiled }) => compiled !== undefined))
                return found;
            contained ??= [...given, ...findContainers(folder, files)].flatMap(read);
            const isMeant = ({ compiled, problem }) => compiled?.name === name || (problem !== undefined && given.length > 0);
            return [...found, ...contained.filter(isMeant)];
        },
        all,
    };
}
async function listFiles(folder, below = '') {
    const entries = await (0,promises_.readdir)((0,external_node_path_.join)(folder, below), { withFileTypes: true });
    const lists = await Promise.all(entries.map(async (entry) => {
        const path = external_node_path_.posix.join(below, entry.name);
        if (entry.isDirectory())
            return skippedFolders.has(entry.name) || path === cacheFolder ? [] : listFiles(folder, path);
        return /\.(?:json|bin|hex|abi)$/.test(entry.name) ? [path] : [];
    }));
    // The file system's own order is not always the same.
    return lists.flat().sort();
}
/** By the contract's name: Foundry adds the compiler's version to it, solc's JavaScript program puts the path before it. */
function groupByName(files) {
    const groups = new Map();
    for (const file of files) {
        for (const name of namesOf(file)) {
            const group = groups.get(name);
            if (group === undefined)
                groups.set(name, [file]);
            // Of one contract's bare files the one with the code stands for all.
            else if (!group.some((other) => withoutEnding(other) === withoutEnding(file) && !file.endsWith('.json')))
                group.push(file);
        }
    }
    return groups;
}
function namesOf(file) {
    const name = baseNameOf(file);
    const solcjs = /\.(?:bin|abi)$/.test(file) ? /_sol_(.+)$/.exec(name)?.[1] : undefined;
    return solcjs === undefined ? [name] : [name, solcjs];
}
function isBare(file) {
    return /\.(?:bin|hex|abi)$/.test(file);
}
function baseNameOf(file) {
    return withoutEnding(external_node_path_.posix.basename(file)).replace(/\.\d+\.\d+\.\d+$/, '');
}
function withoutEnding(file) {
    return file.replace(/\.[a-z]+$/, '');
}
function readFound(folder, file, files) {
    try {
        const contracts = isBare(file)
            ? [readBare(folder, file, files)]
            : readCompiledContracts(file, baseNameOf(file), readText((0,external_node_path_.join)(folder, file)));
        return contracts.map((compiled) => ({
            file,
            compiled: { ...compiled, source: compiled.source ?? sourceOf(file) },
        }));
    }
    catch (error) {
        if (error instanceof RangeError)
            return [{ file, problem: error.message }];
        const { code } = error;
        if (code === undefined)
            throw error;
        return [{ file, problem: `${cannotRead} (${code})` }];
    }
}
function readBare(folder, file, files) {
    const [bin, hex, abi] = ['bin', 'hex', 'abi'].map((ending) => {
        const beside = `${withoutEnding(file)}.${ending}`;
        return beside === file || files.has(beside) ? readText((0,external_node_path_.join)(folder, beside)) : undefined;
    });
    return readBareHex(namesOf(file).at(-1) ?? '', bin ?? hex, abi);
}
/** For a thousand small files in a row, waiting for each takes many times longer than reading it. */
function readText(path) {
    return (0,external_node_fs_.readFileSync)(path, 'utf8');
}
/** Foundry and Hardhat name the folder of an artifact after its Solidity file. */
function sourceOf(file) {
    const folder = external_node_path_.posix.dirname(file);
    return folder.endsWith('.sol') ? folder : undefined;
}
/** Files with many contracts are named after none of them; they begin with what only they begin with. */
function findContainers(folder, files) {
    return files.filter((file) => file.endsWith('.json') && /^\s*\{\s*"(?:contracts|errors|sources|version)"/.test(readStart((0,external_node_path_.join)(folder, file))));
}
/** The first few words of a file, none of one that is not there or can't be read. */
function readStart(path) {
    let file;
    try {
        file = (0,external_node_fs_.openSync)(path, 'r');
        const start = Buffer.alloc(256);
        return start.toString('utf8', 0, (0,external_node_fs_.readSync)(file, start));
    }
    catch {
        return '';
    }
    finally {
        if (file !== undefined)
            (0,external_node_fs_.closeSync)(file);
    }
}
function remembered(compute) {
    const known = new Map();
    return (key) => {
        const value = known.get(key) ?? compute(key);
        known.set(key, value);
        return value;
    };
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/npm-package.js


/** Finds a package in a `node_modules` at or above a folder, as Node would. */
async function findPackage(name, start) {
    for (let folder = (0,external_node_path_.resolve)(start);; folder = (0,external_node_path_.dirname)(folder)) {
        const candidate = (0,external_node_path_.join)(folder, 'node_modules', name);
        if (await isFolder(candidate))
            return { folder: candidate, version: await readVersion(candidate) };
        if (folder === (0,external_node_path_.dirname)(folder))
            return undefined;
    }
}
async function readVersion(folder) {
    try {
        const { version } = JSON.parse(await (0,promises_.readFile)((0,external_node_path_.join)(folder, 'package.json'), 'utf8'));
        return typeof version === 'string' ? version : 'unknown';
    }
    catch {
        return 'unknown';
    }
}
async function isFolder(path) {
    return (await (0,promises_.stat)(path).catch(() => undefined))?.isDirectory() ?? false;
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/artifact-source.js



/** Opens a source of a set; `path` is where the set's file names it. */
async function openArtifactSource(entry, setFolder, path) {
    return entry.package === undefined
        ? openFolder(entry.folder ?? '.', setFolder, path)
        : openPackage(entry.package, entry.version ?? '', entry.folder ?? 'artifacts', setFolder, path);
}
async function openFolder(named, setFolder, path) {
    const folder = (0,external_node_path_.resolve)(setFolder, named);
    const artifacts = await openArtifactFolder(folder);
    if (artifacts === undefined) {
        const message = `there is no folder ${named} beside this file: compile the contracts first`;
        return { problem: { path: [...path, 'folder'], message } };
    }
    return { source: { description: named, aliases: [named], artifacts, folder, npm: undefined } };
}
async function openPackage(name, version, named, setFolder, path) {
    const problem = (key, message) => ({ problem: { path: [...path, key], message } });
    const spec = `${name}@${version}`;
    const installed = await findPackage(name, setFolder);
    if (installed === undefined) {
        return problem('package', `${name} is not installed in a node_modules at or above this file: npm install --save-exact ${spec}`);
    }
    // What follows a plus says of which commit it was built, and npm's own index leaves it out.
    if (installed.version.replace(/\+.*/, '') !== version) {
        return problem('version', `${name} is installed in version ${installed.version}, this file wants ${version}: npm install --save-exact ${spec}`);
    }
    const folder = (0,external_node_path_.join)(installed.folder, named);
    if (!`${folder}/`.startsWith(`${installed.folder}/`)) {
        return problem('folder', 'the folder must lie inside the package');
    }
    const artifacts = await openArtifactFolder(folder);
    if (artifacts === undefined)
        return problem('folder', `${spec} has no folder ${named}`);
    return {
        source: {
            description: folder === installed.folder ? spec : `${spec}, folder ${named}`,
            aliases: [name, `${name}/${named}`, named],
            artifacts,
            folder,
            npm: { name, folder: installed.folder, whole: once(() => openArtifactFolder(installed.folder)) },
        },
    };
}
function once(open) {
    let opened;
    return () => {
        opened ??= open();
        return opened;
    };
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/chain-ids.js


/**
 * Says when the parts of a package were made for different chains: its records, addresses and arguments then don't belong
 * together, though its compiled contracts may be used all the same.
 */
function chainIdNotice({ npm, folder }) {
    if (npm === undefined)
        return undefined;
    const markers = new Set([folder, (0,external_node_path_.join)(npm.folder, 'artifacts')].map((at) => (0,external_node_path_.join)(at, '.chainId')));
    const exported = (0,external_node_path_.join)(npm.folder, 'export.json');
    const found = [
        ...[...markers].map((file) => ({ file, id: /^\s*(\d+)\s*$/.exec(readStart(file))?.[1] })),
        // hardhat-deploy writes it before the contracts, of which there may be megabytes.
        { file: exported, id: /^[^{]*\{[^{]*"chainId"\s*:\s*"?(\d+)/.exec(readStart(exported))?.[1] },
    ].filter(({ id }) => id !== undefined);
    if (new Set(found.map(({ id }) => id)).size < 2)
        return undefined;
    const seen = found.map(({ file, id }) => `${(0,external_node_path_.relative)(npm.folder, file)} says ${id}`).join(', ');
    return `the parts of ${npm.name} are of different chains (${seen}): take only compiled contracts from it, no addresses or arguments`;
}

// EXTERNAL MODULE: ./src/contracts/set/draft-set.js
var draft_set = __webpack_require__(83439);
// EXTERNAL MODULE: ./src/report/nearest-name.js
var nearest_name = __webpack_require__(95675);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(77934);
;// CONCATENATED MODULE: ./src/contracts/artifacts/compiled-contract.js


const parameterSchema = dist/* object */.Ikc({
    name: dist/* optional */.lqM(dist/* string */.YjP()),
    type: dist/* string */.YjP(),
    components: dist/* optional */.lqM(dist/* array */.YOg(dist/* lazy */.RZV(() => parameterSchema))),
});
const abiSchema = dist/* array */.YOg(dist/* object */.Ikc({
    type: dist/* optional */.lqM(dist/* string */.YjP(), 'function'),
    name: dist/* optional */.lqM(dist/* string */.YjP()),
    inputs: dist/* optional */.lqM(dist/* array */.YOg(parameterSchema)),
    outputs: dist/* optional */.lqM(dist/* array */.YOg(parameterSchema)),
    stateMutability: dist/* optional */.lqM(dist/* string */.YjP()),
    constant: dist/* optional */.lqM(dist/* boolean */.zMY()),
    payable: dist/* optional */.lqM(dist/* boolean */.zMY()),
}));
const rangeSchema = dist/* object */.Ikc({ start: dist/* number */.aig(), length: dist/* number */.aig() });
const linkReferencesSchema = dist/* record */.g1P(dist/* string */.YjP(), dist/* record */.g1P(dist/* string */.YjP(), dist/* array */.YOg(rangeSchema)));
const immutableReferencesSchema = dist/* record */.g1P(dist/* string */.YjP(), dist/* array */.YOg(rangeSchema));
/** Checks what a file says of a contract. @throws RangeError that says what is wrong with it. */
function toArtifact(compiled) {
    const references = parse(linkReferencesSchema, compiled.linkReferences ?? {}, 'linkReferences');
    const creation = withPlaceholders(codeOf(compiled.creationCode, 'bytecode'), references);
    const deployedText = codeOf(compiled.deployedCode, 'deployed bytecode');
    const deployed = withPlaceholders(deployedText, parse(linkReferencesSchema, compiled.deployedLinkReferences ?? {}, 'deployedLinkReferences'));
    requireDigits(creation.code, 'bytecode');
    requireDigits(deployed.code, 'deployed bytecode');
    const known = new Map(creation.links.map((link) => [link.placeholder, link]));
    return {
        name: compiled.name,
        source: compiled.source,
        abi: parse(abiSchema, compiled.abi ?? [], 'abi').map(withMutability),
        lacksAbi: compiled.abi === undefined,
        creationCode: creation.code,
        links: placeholdersIn(creation.code).map((placeholder) => known.get(placeholder) ?? linkOf(placeholder)),
        deployedCode: deployed.code === '' ? undefined : deployed.code,
        immutableReferences: rangesOf(compiled.immutableReferences),
        compiler: compiled.compiler,
        unusable: compiled.unusable ?? creation.linked,
    };
}
function codeOf(value, what) {
    if (value === undefined || value === null)
        return '';
    if (typeof value !== 'string')
        throw new RangeError(`its ${what} is no text`);
    return value.trim().replace(/^0x/, '');
}
/** What stands where a library's address belongs tells the library; a compiler that left zeros there gets its placeholder. */
function withPlaceholders(text, references) {
    const links = [];
    let code = text;
    let linked;
    for (const [source, libraries] of Object.entries(references)) {
        for (const [library, places] of Object.entries(libraries)) {
            for (const { start } of places) {
                const from = start * 2;
                const seen = code.slice(from, from + 40);
                if (seen.length !== 40)
                    throw new RangeError(`its linkReferences lead out of the bytecode (${library})`);
                if (/^0+$/.test(seen)) {
                    code = code.slice(0, from) + hashedPlaceholder(`${source}:${library}`) + code.slice(from + 40);
                }
                else if (!seen.startsWith('__')) {
                    linked = `its bytecode is already linked to the library ${library} of another network (0x${seen})`;
                }
                if (linked === undefined)
                    links.push({ placeholder: code.slice(from, from + 40), library, source });
            }
        }
    }
    return { code, links, linked };
}
function requireDigits(code, what) {
    const rest = placeholdersIn(code).reduce((text, placeholder) => text.replaceAll(placeholder, ''), code);
    if (!isHexadecimal(rest))
        throw new RangeError(`its ${what} is no hexadecimal text`);
}
const scratch = Buffer.alloc(32_768);
/** Many times faster than a regular expression on what is often 50,000 digits: decoding stops at the first that is none. */
function isHexadecimal(digits) {
    const step = 2 * scratch.length;
    for (let start = 0; start < digits.length; start += step) {
        const part = digits.slice(start, start + step);
        if (scratch.write(part, 'hex') * 2 !== part.length)
            return false;
    }
    return true;
}
function linkOf(placeholder) {
    const named = isHashed(placeholder) ? undefined : namedLibrary(placeholder);
    return { placeholder, library: named?.name, source: named?.source };
}
function rangesOf(references) {
    if (references === undefined || references === null)
        return undefined;
    return Object.values(parse(immutableReferencesSchema, references, 'immutableReferences')).flat();
}
/** Old ABIs say `constant` and `payable` only. */
function withMutability({ constant, ...entry }) {
    return entry.stateMutability === undefined && constant === true ? { ...entry, stateMutability: 'view' } : entry;
}
function parse(schema, value, what) {
    const parsed = dist/* safeParse */.xLC(schema, value);
    if (parsed.success)
        return parsed.output;
    const [issue] = parsed.issues;
    const place = dist/* getDotPath */.BuJ(issue);
    throw new RangeError(`its ${what}${place === null ? '' : `.${place}`} can't be read: ${issue.message}`);
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/find-artifact.js




function parseReference(text) {
    const colon = text.lastIndexOf(':');
    return { name: text.slice(colon + 1), source: colon < 0 ? undefined : text.slice(0, colon) };
}
/** The one artifact that a set means. @throws RangeError that says why there is none, or which there are. */
async function findArtifact(sources, text, from) {
    const reference = parseReference(text);
    const asked = from === undefined ? sources : sources.filter(({ aliases }) => aliases.includes(from));
    if (asked.length === 0) {
        const known = sources.flatMap(({ aliases }) => aliases[0] ?? []);
        throw new RangeError(`the artifacts don't come from ${from}: expected one of ${known.join(', ')}`);
    }
    const { candidates, problems } = collect(asked, reference);
    const [best, ...others] = withoutEquals(preferred(candidates));
    if (best === undefined)
        throw new RangeError(problems[0] ?? (await whyMissing(asked, reference)));
    if (others.length > 0) {
        const places = [best, ...others].map(({ artifact: { source }, file, from: { description } }, index) => {
            const qualified = source === undefined ? '' : `${source}:${reference.name}, `;
            return `(${index + 1}) ${qualified}${file} in ${description}`;
        });
        throw new RangeError(`there are ${places.length} different artifacts ${text}: ${places.join('; ')}. Say which by artifact: path/File.sol:${reference.name}, by from: or by a narrower folder:`);
    }
    if (best.artifact.unusable === undefined)
        return best.artifact;
    const unusable = `${best.artifact.unusable}${adviceOf(best.from, await findElsewhere([best.from], reference))}`;
    return { ...best.artifact, unusable };
}
function collect(sources, reference) {
    const candidates = [];
    const problems = [];
    for (const from of sources) {
        for (const { file, compiled, problem } of from.artifacts.find(reference.name)) {
            if (compiled === undefined)
                problems.push(`the artifact ${file} can't be used: ${problem}`);
            else if (isMeant(compiled.source, reference)) {
                try {
                    candidates.push({ artifact: toArtifact(compiled), isRecord: compiled.isRecord ?? false, file, from });
                }
                catch (error) {
                    if (!(error instanceof RangeError))
                        throw error;
                    problems.push(`the artifact ${file} can't be used: ${error.message}`);
                }
            }
        }
    }
    return { candidates, problems };
}
function isMeant(source, reference) {
    return reference.source === undefined || isSameSource(source, reference.source);
}
/** Whether a compiler's path of a file is, or ends with, the path that somebody writes. */
function isSameSource(source, written) {
    return source === written || (source?.endsWith(`/${written.replace(/^\.?\//, '')}`) ?? false);
}
/** What can be created before what has only an ABI, unlinked before linked elsewhere, compiled before recorded. */
function preferred(candidates) {
    const withCode = candidates.filter(({ artifact }) => artifact.creationCode !== '');
    const usable = withCode.filter(({ artifact }) => artifact.unusable === undefined);
    const compiled = usable.filter(({ isRecord }) => !isRecord);
    return [compiled, usable, withCode, candidates].find((group) => group.length > 0) ?? [];
}
/** The same contract often lies in a package twice. */
function withoutEquals(candidates) {
    if (candidates.length < 2)
        return candidates;
    const contents = new Map();
    for (const candidate of candidates) {
        const { abi, creationCode } = candidate.artifact;
        const content = `${creationCode} ${(0,canonical_json/* canonicalJson */.d)(abi)}`;
        if (!contents.has(content))
            contents.set(content, candidate);
    }
    return [...contents.values()];
}
async function whyMissing(sources, reference) {
    const where = sources.map(({ description }) => description).join(' and ');
    const named = reference.source === undefined ? reference.name : `${reference.source}:${reference.name}`;
    const missing = `there is no artifact ${named} in ${where}`;
    const [elsewhere] = await findElsewhere(sources, reference);
    if (elsewhere !== undefined)
        return `${missing}${adviceOf(elsewhere.from, [elsewhere])}`;
    const leftOut = await inCaches(sources, reference);
    if (leftOut !== undefined)
        return `${missing}: ${leftOut}`;
    const { candidates } = collect(sources, { ...reference, source: undefined });
    const others = candidates.flatMap(({ artifact }) => artifact.source ?? []);
    if (others.length > 0)
        return `${missing}, only of ${[...new Set(others)].join(', ')}`;
    const known = sources.flatMap(({ artifacts }) => artifacts.names()).filter((name) => name !== reference.name);
    return `${missing}${(0,nearest_name/* nearestAdvice */.T)(reference.name, known)}${unreadableIn(sources)}`;
}
/** Compilers keep there what they would otherwise compile again, and it may be old. */
async function inCaches(sources, { name }) {
    for (const { artifacts, aliases } of sources) {
        const [file] = await artifacts.inCache(name);
        if (file === undefined)
            continue;
        const named = aliases.at(-1) ?? '.';
        return `${external_node_path_.posix.join(named, file)} is left out, because compilers keep old things in a folder called cache; when it is meant, let artifacts name the folder ${external_node_path_.posix.join(named, external_node_path_.posix.dirname(file))}`;
    }
    return undefined;
}
const mostUnreadable = 3;
/** The file that should have it may be one that has been cut off. */
function unreadableIn(sources) {
    const files = sources.flatMap(({ artifacts, description }) => artifacts.unreadable().map(({ file, problem }) => `${file} in ${description} can't be used: ${problem}`));
    const more = files.length > mostUnreadable ? `; and ${files.length - mostUnreadable} more` : '';
    return files.length === 0 ? '' : `; ${files.slice(0, mostUnreadable).join('; ')}${more}`;
}
/** The whole package may have it in another folder. */
async function findElsewhere(sources, reference) {
    const elsewhere = [];
    for (const from of sources) {
        const whole = await from.npm?.whole();
        for (const found of whole?.find(reference.name) ?? []) {
            const { compiled } = found;
            const isUsable = compiled !== undefined &&
                compiled.unusable === undefined &&
                isMeant(compiled.source, reference) &&
                !/^(?:0x)?$/.test(String(compiled.creationCode ?? ''));
            if (isUsable)
                elsewhere.push({ found, from });
        }
    }
    return elsewhere;
}
function adviceOf({ npm }, elsewhere) {
    const [first, ...others] = new Set(elsewhere.map(({ found }) => folderOf(found)));
    if (first === undefined || npm === undefined)
        return '';
    const more = others.length === 0 ? '' : ` (or ${others.join(', ')})`;
    return `; ${npm.name} has it as compiled: write folder: ${first}${more}`;
}
/** The folder that would be named in a set, above the folders that repeat the Solidity file's path. */
function folderOf({ file, compiled }) {
    const folder = external_node_path_.posix.dirname(file);
    const source = compiled?.source ?? '';
    if (source !== '' && folder.endsWith(`/${source}`))
        return folder.slice(0, -source.length - 1);
    return folder.endsWith('.sol') ? external_node_path_.posix.dirname(folder) : folder;
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/library-names.js



/** Where Solidity sources stood when they were compiled, relative to the compiler's root. */
const sourceRoots = ['', 'solidity/', 'solidity-v1/', 'project:/', '/'];
/**
 * Which library a placeholder means: its hash can't be turned back, so the qualified names that may be meant are tried, the
 * likeliest first: those of the set's own artifacts, of the Solidity files that come with them, of all other artifacts.
 */
function openLibraryNames(artifacts, sources) {
    const known = new Map();
    const add = (name, source, paths) => {
        for (const path of paths) {
            const qualified = `${path}:${name}`;
            for (const placeholder of [hashedPlaceholder(qualified), namedPlaceholder(qualified), namedPlaceholder(name)])
                if (!known.has(placeholder))
                    known.set(placeholder, { name, source });
        }
    };
    const own = new Set(artifacts.map(({ name }) => name));
    let files;
    const addFiles = async (namesIn) => {
        files ??= listSolidityFiles(sources);
        for (const { file, paths, base } of await files)
            for (const name of namesIn(base))
                add(name, file, paths);
    };
    const stages = [
        async () => {
            for (const { name, source } of artifacts)
                if (source !== undefined)
                    add(name, source, endings(source));
        },
        // Truffle's slim artifacts don't tell their file; most contracts stand in one of their own name.
        () => addFiles((base) => (own.has(base) ? [base] : [])),
        () => addFiles((base) => [base]),
        () => addFiles(() => own),
        async () => {
            for (const { artifacts: folder } of sources) {
                for (const { compiled } of folder.all()) {
                    if (compiled?.source !== undefined)
                        add(compiled.name, compiled.source, endings(compiled.source));
                }
            }
        },
    ];
    return {
        async of(placeholder) {
            while (!known.has(placeholder)) {
                const stage = stages.shift();
                if (stage === undefined)
                    return undefined;
                await stage();
            }
            return known.get(placeholder);
        },
    };
}
/** An absolute path tells where a file stood, not from where on the compiler knew it. */
function endings(source) {
    const steps = source.replace(/^project:/, '').split('/');
    return [
        ...new Set([
            source,
            ...steps.map((_, index) => steps.slice(index).join('/')),
            ...sourceRoots.map((root) => root + source),
        ]),
    ];
}
async function listSolidityFiles(sources) {
    const folders = new Map(sources.map(({ npm, folder }) => [npm?.folder ?? folder, npm?.name]));
    const files = [];
    for (const [folder, packageName] of folders) {
        const roots = packageName === undefined ? sourceRoots : [...sourceRoots, `${packageName}/`];
        for (const file of await listSolidity(folder)) {
            const base = file.slice(file.lastIndexOf('/') + 1).replace(/\.sol$/, '');
            files.push({ file, base, paths: roots.map((root) => `${root}${file}`) });
        }
    }
    return files;
}
async function listSolidity(folder, below = '') {
    const entries = await (0,promises_.readdir)((0,external_node_path_.join)(folder, below), { withFileTypes: true }).catch(() => []);
    const lists = await Promise.all(entries.map(async (entry) => {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        // Hardhat and Foundry name folders of artifacts after Solidity files.
        if (entry.isDirectory())
            return entry.name === 'node_modules' ? [] : listSolidity(folder, path);
        return entry.name.endsWith('.sol') ? [path] : [];
    }));
    return lists.flat().sort();
}

// EXTERNAL MODULE: ./src/contracts/abi/typed-value.js
var typed_value = __webpack_require__(46091);
;// CONCATENATED MODULE: ./src/contracts/set/set-needs.js

/** Keys of calls and contracts in the order's graph can't meet. */
const contractKey = (name) => `contract ${name}`;
const callKey = (index) => `call ${index}`;
/**
 * What must come before each contract and call of a set. It is read from the file as far as that tells it, so that a cycle is
 * seen though something else is wrong.
 */
function needsOf(set, contracts, calls) {
    const named = new Map(set.calls.flatMap(({ name }, index) => (name ? [[name, index]] : [])));
    const after = (names = []) => names.map((name) => {
        const index = named.get(name);
        return { key: index === undefined ? contractKey(name) : callKey(index), tie: 'comes after' };
    });
    const nodes = new Map();
    for (const [name, entry] of Object.entries(set.contracts)) {
        nodes.set(contractKey(name), {
            title: name,
            path: ['contracts', name],
            isOneShot: false,
            needs: distinct([
                ...tied('names', (entry.arguments ?? []).flatMap(referencesIn)),
                ...tied('links', [...(contracts.get(name)?.libraries.values() ?? [])]),
                ...after(entry.after),
            ]),
        });
    }
    for (const [index, entry] of set.calls.entries()) {
        const until = calls.get(index)?.until;
        nodes.set(callKey(index), {
            title: entry.name === undefined ? `the call of ${entry.contract}.${entry.function}` : `the call ${entry.name}`,
            path: ['calls', index],
            isOneShot: entry['one-shot'] ?? false,
            needs: distinct([
                ...tied('calls', [entry.contract]),
                ...tied('names', (entry.arguments ?? []).flatMap(referencesIn)),
                ...tied('asks', until === undefined
                    ? []
                    : [until.contract, ...until.arguments.flatMap(typed_value/* contractsIn */.zo), ...(0,typed_value/* contractsIn */.zo)(until.expected)]),
                ...after(entry.after),
            ]),
        });
    }
    return nodes;
}
function tied(tie, names) {
    return names.map((name) => ({ key: contractKey(name), tie }));
}
function distinct(needs) {
    return [...new Map(needs.toReversed().map((need) => [need.key, need])).values()].reverse();
}
/** The contracts that a value names, as the file writes it. */
function referencesIn(value) {
    if (typeof value !== 'object')
        return [];
    if (isList(value))
        return value.flatMap(referencesIn);
    if ('contract' in value)
        return [value.contract];
    return 'encode' in value ? (value.encode.arguments ?? []).flatMap(referencesIn) : [];
}
/** The artifacts whose functions a value encodes. */
function encodersIn(value) {
    if (typeof value !== 'object')
        return [];
    if (isList(value))
        return value.flatMap(encodersIn);
    if (!('encode' in value))
        return [];
    return [value.encode.contract, ...(value.encode.arguments ?? []).flatMap(encodersIn)];
}
function isList(value) {
    return Array.isArray(value);
}

;// CONCATENATED MODULE: ./src/contracts/set/read-artifacts.js




/** Reads every artifact that the set mentions; what is missing, ambiguous or unreadable is reported where it is mentioned first. */
async function readArtifacts(set, sources, report, gaps = draft_set/* noGaps */.n) {
    const read = new Map();
    const problems = new Map();
    const key = (artifact, from) => `${artifact}\n${from ?? ''}`;
    for (const { artifact, from, path, isRequired } of mentions(set, gaps)) {
        if (read.has(key(artifact, from)))
            continue;
        read.set(key(artifact, from), undefined);
        try {
            read.set(key(artifact, from), await findArtifact(sources, artifact, from));
        }
        catch (error) {
            if (!(error instanceof RangeError))
                throw error;
            if (isRequired)
                report({ path, message: error.message });
            else
                problems.set(artifact, error.message);
        }
    }
    const artifacts = await withLibraries(read, sources);
    return {
        ofContract(name) {
            if (isUnknown(name, gaps))
                return undefined;
            const entry = set.contracts[name];
            return artifacts.get(key(entry?.artifact ?? name, entry?.from));
        },
        ofReference: (text) => artifacts.get(key(text, undefined)),
        problemOf: (text) => problems.get(text),
    };
}
/** Names the libraries that the artifacts themselves don't name. */
async function withLibraries(read, sources) {
    const names = openLibraryNames([...read.values()].filter((artifact) => artifact !== undefined), sources);
    const named = new Map();
    for (const [key, artifact] of read) {
        if (artifact === undefined || artifact.links.every(({ library }) => library !== undefined)) {
            named.set(key, artifact);
            continue;
        }
        const links = [];
        for (const link of artifact.links) {
            const library = link.library === undefined ? await names.of(link.placeholder) : undefined;
            links.push(library === undefined ? link : { ...link, library: library.name, source: library.source });
        }
        named.set(key, { ...artifact, links });
    }
    return named;
}
/** Whether the file doesn't tell which artifact a contract is made from. */
function isUnknown(contract, gaps) {
    const path = ['contracts', contract];
    return gaps.has(path) || gaps.has([...path, 'artifact']) || gaps.has([...path, 'from']);
}
function* mentions(set, gaps) {
    const isContract = (name) => Object.hasOwn(set.contracts, name);
    for (const [name, { artifact, from }] of Object.entries(set.contracts)) {
        if (isUnknown(name, gaps))
            continue;
        const path = ['contracts', name, ...(artifact === undefined ? [] : ['artifact'])];
        yield { artifact: artifact ?? name, from, path, isRequired: true };
    }
    for (const [index, call] of set.calls.entries()) {
        if (call.interface !== undefined && !isContract(call.interface)) {
            yield { artifact: call.interface, from: undefined, path: ['calls', index, 'interface'], isRequired: true };
        }
    }
    const values = [...Object.values(set.contracts), ...set.calls].flatMap((entry) => entry.arguments ?? []);
    for (const artifact of values.flatMap(encodersIn)) {
        if (!isContract(artifact))
            yield { artifact, from: undefined, path: [], isRequired: false };
    }
}

// EXTERNAL MODULE: ./src/contracts/plan/chain-facts.js
var chain_facts = __webpack_require__(62639);
// EXTERNAL MODULE: ./src/contracts/abi/json-abi.js
var json_abi = __webpack_require__(36638);
// EXTERNAL MODULE: ./src/contracts/abi/literal.js
var literal = __webpack_require__(60560);
// EXTERNAL MODULE: ./src/report/counted.js
var counted = __webpack_require__(50267);
;// CONCATENATED MODULE: ./src/contracts/set/until-expression.js
const until_expression_form = 'expected [Contract.]function(argument, …) == value, such as "owner() == TokenStaking"';
/** Reads the text of an `until`. @throws RangeError that says what was expected. */
function parseUntil(text) {
    const head = /^\s*(?:([A-Za-z_$][\w$]*)\s*\.\s*)?([A-Za-z_$][\w$]*)\s*\(/.exec(text);
    if (head === null)
        throw new RangeError(`${until_expression_form}, got ${JSON.stringify(text)}`);
    const [start, contract, name = ''] = head;
    const { operands, rest } = readArguments(text.slice(start.length));
    const comparison = /^\s*(==|!=|>=|<=|>|<)(?!=)\s*(.*?)\s*$/s.exec(rest);
    if (comparison === null) {
        const seen = rest.trim();
        throw new RangeError(`expected one of == != >= > <= < and a value after ${name}(…)${seen === '' ? '' : `, got ${JSON.stringify(seen)}`}`);
    }
    const [, operator, right = ''] = comparison;
    return {
        contract,
        function: name,
        arguments: operands,
        operator: operator,
        expected: readOperand(right),
    };
}
/** One text for whatever spaces and quotation marks it was written with. */
function untilText({ contract, arguments: operands, operator, expected, ...ask }) {
    const target = contract === undefined ? '' : `${contract}.`;
    return `${target}${ask.function}(${operands.map(operandText).join(', ')}) ${operator} ${operandText(expected)}`;
}
function operandText({ text, isQuoted }) {
    if (!isQuoted)
        return text;
    return text.includes('"') ? `'${text}'` : `"${text}"`;
}
/** Up to the closing parenthesis; parentheses and commas in quotes are text. */
function readArguments(text) {
    const parts = [''];
    let quote;
    for (const [index, character] of [...text].entries()) {
        if (quote !== undefined) {
            if (character === quote)
                quote = undefined;
        }
        else if (character === '"' || character === "'") {
            quote = character;
        }
        else if (character === ')') {
            const isEmpty = parts.length === 1 && parts[0]?.trim() === '';
            return { operands: isEmpty ? [] : parts.map(readOperand), rest: [...text].slice(index + 1).join('') };
        }
        else if (character === ',') {
            parts.push('');
            continue;
        }
        parts.push(`${parts.pop() ?? ''}${character}`);
    }
    const what = quote === undefined ? 'parenthesis' : 'quotation mark';
    throw new RangeError(`the closing ${what} is missing, got ${JSON.stringify(`(${text}`)}`);
}
function readOperand(text) {
    const word = text.trim();
    const quoted = /^(["'])(.*)\1$/s.exec(word);
    if (quoted !== null)
        return { text: quoted[2] ?? '', isQuoted: true };
    if (word === '')
        throw new RangeError('a value is missing: expected the name of a contract, deployer, or a literal');
    if (/["'()]|[=<>!]=|[<>]/.test(word))
        throw new RangeError(`expected one value, got ${JSON.stringify(word)}`);
    return { text: word, isQuoted: false };
}

;// CONCATENATED MODULE: ./src/contracts/set/until-check.js




/** Checks the `until` of a call against the ABI of what it asks; undefined when there is none, or a problem was reported. */
function checkUntil(call, path, context) {
    if (call.until === undefined)
        return undefined;
    const wrong = (message) => {
        context.report({ path, message });
    };
    const expression = readExpression(call.until, wrong);
    if (expression === undefined)
        return undefined;
    const contract = expression.contract ?? call.contract;
    if (!context.isContract(contract))
        return wrong(context.noContract(contract));
    if (context.isGap([...path.slice(0, -1), 'interface']))
        return undefined;
    const isOwn = expression.contract === undefined || expression.contract === call.contract;
    const abi = context.abiOf(isOwn ? (call.interface ?? contract) : contract);
    if (abi === undefined)
        return undefined; // its missing artifact is reported already
    const entry = findView(abi, contract, expression);
    if (typeof entry === 'string')
        return wrong(entry);
    const output = entry.outputs?.[0];
    const problem = outputProblem(entry, expression);
    if (problem !== undefined || output === undefined)
        return wrong(problem ?? `${(0,json_abi/* signatureOf */.yK)(entry)} returns nothing`);
    const within = { ...context, report: ({ message }) => wrong(`until: ${message}`) };
    const inputs = entry.inputs ?? [];
    const values = expression.arguments.map((operand, index) => meaningOf(operand, inputs[index], context));
    const typed = (0,typed_value/* typeArguments */.bw)(inputs, values, path, within);
    const expected = (0,typed_value/* typeValue */.iT)(unnamed(output), meaningOf(expression.expected, output, context), path, within);
    if (typed === undefined || expected === undefined)
        return undefined;
    return { text: untilText(expression), contract, entry, arguments: typed, operator: expression.operator, expected };
}
function readExpression(text, wrong) {
    try {
        return parseUntil(text);
    }
    catch (error) {
        if (error instanceof RangeError)
            return wrong(error.message);
        throw error;
    }
}
/** The view function of this name, by the number of its arguments where there are several. */
function findView(abi, contract, { function: name, arguments: given }) {
    const found = abi.filter((entry) => entry.type === 'function' && entry.name === name);
    const fitting = found.filter(({ inputs = [] }) => inputs.length === given.length);
    const [entry = found[0]] = fitting;
    if (entry === undefined)
        return (0,typed_value/* noFunction */.S1)(abi, contract, name);
    if (fitting.length > 1) {
        return `${contract} has several functions ${name} with ${(0,counted/* counted */.h)(given.length, 'argument')} (${fitting.map(json_abi/* signatureOf */.yK).join(', ')}): ask another function`;
    }
    const isView = entry.stateMutability === 'view' || entry.stateMutability === 'pure';
    return isView ? entry : `${(0,json_abi/* signatureOf */.yK)(entry)} changes the chain: expected a function that only reads`;
}
function outputProblem(entry, { operator }) {
    const outputs = entry.outputs ?? [];
    const [output] = outputs;
    if (output === undefined || outputs.length !== 1) {
        return `expected a function that returns one value; ${(0,json_abi/* signatureOf */.yK)(entry)} returns ${outputs.length}`;
    }
    if (!/^(?:address|bool|string|u?int\d*|bytes\d*)$/.test(output.type)) {
        return `${(0,json_abi/* signatureOf */.yK)(entry)} returns ${output.type}: expected address, bool, string, bytes or an integer`;
    }
    const isEquality = operator === '==' || operator === '!=';
    if (isEquality || /^u?int/.test(output.type))
        return undefined;
    return `${(0,json_abi/* signatureOf */.yK)(entry)} returns ${output.type}, which can only be compared by == and !=`;
}
/** A word means what its type expects: a contract or the deployer where an address belongs, else a literal. */
function meaningOf({ text, isQuoted }, parameter, context) {
    if (isQuoted || parameter === undefined)
        return text;
    const chain = /^chain\.([\w-]+)$/.exec(text);
    if (chain !== null)
        return { chain: chain[1] ?? '' };
    if (parameter.type === 'address') {
        if (text === 'deployer')
            return { account: 'deployer' };
        return context.isContract(text) || /^[A-Za-z_$][\w$]*$/.test(text) ? { contract: text } : text;
    }
    if (parameter.type === 'bool' && (text === 'true' || text === 'false'))
        return text === 'true';
    return text;
}
/** An output's name would be said to be a parameter's. */
function unnamed({ name: _, ...parameter }) {
    return parameter;
}

;// CONCATENATED MODULE: ./src/contracts/set/call-checks.js




/** Checks a call of the set against its target's ABI; undefined when a problem was reported. */
function checkCall(call, path, context) {
    if (context.isGap(path))
        return undefined;
    if (context.isGap([...path, 'contract']))
        return checkWithoutAbi(call, path, context);
    if (!context.isContract(call.contract)) {
        context.report({ path: [...path, 'contract'], message: context.noContract(call.contract) });
        return checkWithoutAbi(call, path, context);
    }
    const until = checkUntil(call, [...path, 'until'], context);
    const isUnknown = context.isGap([...path, 'interface']) || context.isGap([...path, 'function']);
    const abi = isUnknown ? undefined : context.abiOf(call.interface ?? call.contract);
    if (abi === undefined)
        return checkWithoutAbi(call, path, context); // its missing artifact is reported already
    const entry = (0,typed_value/* findFunction */.W$)(abi, call.interface ?? call.contract, call.function);
    if (typeof entry === 'string') {
        context.report({ path: [...path, 'function'], message: entry });
        return checkWithoutAbi(call, path, context);
    }
    if (entry.stateMutability === 'view' || entry.stateMutability === 'pure') {
        const message = `${(0,json_abi/* signatureOf */.yK)(entry)} only reads: a call of it changes nothing`;
        context.report({ path: [...path, 'function'], message });
    }
    const values = (0,typed_value/* typeArguments */.bw)(entry.inputs ?? [], call.arguments ?? [], call.arguments || context.isGap([...path, 'arguments']) ? [...path, 'arguments'] : path, context);
    const value = checkEther(call.value, entry, path, context.report);
    return (values && {
        name: call.name,
        contract: call.contract,
        entry,
        arguments: values,
        value,
        abi,
        until,
        isOneShot: call['one-shot'] ?? false,
        after: call.after ?? [],
    });
}
/** What can be said of a call or a creation of which it is not known what it takes. */
function checkWithoutAbi({ arguments: values = [], value }, path, context) {
    (0,typed_value/* checkUntyped */.OI)(values, [...path, 'arguments'], context);
    checkEther(value, { type: 'function', stateMutability: 'payable' }, path, context.report);
}
/** The ether that is sent along with a call or a creation. */
function checkEther(value, entry, path, report) {
    if (value === undefined)
        return 0n;
    const wrong = (message) => report({ path: [...path, 'value'], message });
    const isPayable = entry.payable ?? entry.stateMutability === 'payable';
    try {
        const wei = (0,literal/* parseAmount */.C)(value);
        if (wei < 0n)
            wrong(`expected no negative amount, got ${value}`);
        else if (wei > 0n && !isPayable)
            wrong(`${(0,json_abi/* signatureOf */.yK)(entry)} takes no ether`);
        return wei;
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        wrong(error.message);
        return 0n;
    }
}

;// CONCATENATED MODULE: ./src/contracts/set/library-checks.js


/** Placeholder → contract of the set, for every library that the artifact links; what is missing or open is reported. */
function checkLibraries(name, entry, artifact, context) {
    const path = ['contracts', name];
    const libraries = new Map();
    const used = new Set();
    for (const link of artifact.links) {
        const key = keysOf(link).find((candidate) => Object.hasOwn(entry.libraries ?? {}, candidate));
        const told = key === undefined ? undefined : entry.libraries?.[key];
        if (key !== undefined)
            used.add(key);
        const chosen = told ?? instanceOf(link, context);
        if (typeof chosen !== 'string') {
            const isTold = context.isUnread(link.library ?? '') || context.gaps.within([...path, 'libraries']);
            if (!isTold)
                context.report({ path, message: chosen.problem });
        }
        else if (context.isContract(chosen))
            libraries.set(link.placeholder, chosen);
        else
            context.report({ path: [...path, 'libraries', key ?? ''], message: context.noContract(chosen) });
    }
    const known = artifact.links.flatMap(({ library }) => library ?? []);
    for (const key of Object.keys(entry.libraries ?? {}).filter((candidate) => !used.has(candidate))) {
        const message = `${artifact.name} links no library ${key}${(0,nearest_name/* nearestAdvice */.T)(key, known)}`;
        context.report({ path: [...path, 'libraries', key], message });
    }
    return libraries;
}
/** How the set's file may call a library. */
function keysOf({ placeholder, library, source }) {
    if (library === undefined)
        return [placeholder];
    return source === undefined ? [placeholder, library] : [placeholder, library, `${source}:${library}`];
}
/** The only contract of the set that is made from the library's artifact. */
function instanceOf(link, context) {
    const { placeholder, library } = link;
    if (library === undefined) {
        return {
            problem: `links a library that can't be told from the artifacts: add libraries: { "${placeholder}": NAME }`,
        };
    }
    const instances = context.instancesOf(library);
    const exact = instances.filter(({ artifact }) => isFrom(artifact, link));
    const [first, ...others] = exact.length > 0 ? exact : instances;
    if (first === undefined) {
        return { problem: `links the library ${library}, which the set does not have: add ${library}: {}` };
    }
    if (others.length === 0)
        return first.contract;
    const names = [first, ...others].map(({ contract }) => contract);
    return {
        problem: `links the library ${library}, which the set has as ${names.join(' and ')}: say which by libraries: { ${library}: ${names[0]} }`,
    };
}
/** A file's path may be known with or without what stood before it. */
function isFrom({ source }, link) {
    return (source !== undefined &&
        link.source !== undefined &&
        (isSameSource(source, link.source) || isSameSource(link.source, source)));
}

;// CONCATENATED MODULE: ./src/contracts/set/set-checks.js






/** Checks every contract and call of the set against the artifacts. */
function checkSet(set, artifacts, chain, report, gaps = draft_set/* noGaps */.n) {
    const isContract = (name) => Object.hasOwn(set.contracts, name) || gaps.has(['contracts']);
    const names = Object.keys(set.contracts);
    const advice = new Map();
    const noContract = (name) => {
        // One wrong name may stand in a thousand places.
        const text = advice.get(name) ?? (0,nearest_name/* nearestAdvice */.T)(name, names);
        advice.set(name, text);
        return `the set has no contract ${name}${text}`;
    };
    const context = {
        isContract,
        noContract,
        abiOf: (name) => (isContract(name) ? artifacts.ofContract(name) : artifacts.ofReference(name))?.abi,
        noAbi: (name) => artifacts.problemOf(name),
        chainValue: (name) => (0,chain_facts/* chainValue */.Hw)(chain, name),
        isGap: gaps.has,
        report,
    };
    const libraries = {
        isContract,
        isUnread: (name) => isContract(name) && artifacts.ofContract(name) === undefined,
        noContract,
        report,
        gaps,
        instancesOf: instancesIn(set, artifacts),
    };
    const contracts = new Map();
    for (const [name, entry] of Object.entries(set.contracts)) {
        const artifact = artifacts.ofContract(name);
        if (artifact === undefined)
            checkWithoutAbi(entry, ['contracts', name], context);
        const prepared = artifact && checkContract(name, entry, artifact, chain, context, libraries);
        if (prepared !== undefined)
            contracts.set(name, prepared);
    }
    const calls = new Map();
    for (const [index, call] of set.calls.entries()) {
        const path = ['calls', index];
        const prepared = checkCall(call, path, context);
        if (prepared !== undefined)
            calls.set(index, { ...prepared, path });
    }
    checkNames(set, isContract, report, gaps);
    checkFormerNames(set, isContract, report);
    return { contracts, calls };
}
function checkContract(name, entry, artifact, chain, context, libraryContext) {
    const path = ['contracts', name];
    for (const message of codeProblems(artifact, chain))
        context.report({ path, message });
    const creator = artifact.abi.find(({ type }) => type === 'constructor') ?? { type: 'constructor' };
    const parameters = creator.inputs ?? [];
    const values = (0,typed_value/* typeArguments */.bw)(parameters, entry.arguments ?? [], entry.arguments || context.isGap([...path, 'arguments']) ? [...path, 'arguments'] : path, context);
    const libraries = checkLibraries(name, entry, artifact, libraryContext);
    const value = checkEther(entry.value, creator, path, context.report);
    return (values && {
        name,
        artifact,
        parameters,
        arguments: values,
        libraries,
        value,
        after: entry.after ?? [],
        was: entry.was,
        allowsUnproved: entry['allow-unproved'] ?? false,
        allowsRedeploy: entry['allow-redeploy'] ?? false,
    });
}
function codeProblems({ name, creationCode, deployedCode = '', unusable }, chain) {
    if (unusable !== undefined)
        return [`${name} can't be created: ${unusable}`];
    if (creationCode === '')
        return [`${name} has no bytecode: an interface or an abstract contract can't be created`];
    const { codeSizeLimit = chain_facts/* defaultCodeSizeLimit */.tO } = chain;
    const tooLong = (what, bytes, limit) => bytes > limit
        ? [
            `the ${what} of ${name} has ${bytes} bytes, the chain takes at most ${limit}: let the compiler optimize it, or split it (chain.code-size-limit of keep-deploy.yml is for chains that take more)`,
        ]
        : [];
    return [
        ...tooLong('code', deployedCode.length / 2, codeSizeLimit),
        ...tooLong('creation code', creationCode.length / 2, 2 * codeSizeLimit),
    ];
}
/** The names of calls, and those that `after` lists. */
function checkNames(set, isContract, report, gaps) {
    const calls = new Map();
    for (const [index, { name }] of set.calls.entries()) {
        if (name === undefined)
            continue;
        const path = ['calls', index, 'name'];
        if (isContract(name))
            report({ path, message: `a contract has the name ${name} already: choose another` });
        else if (calls.has(name))
            report({ path, message: `another call has the name ${name} already: choose another` });
        else
            calls.set(name, index);
    }
    const isNamed = (index) => !gaps.has(['calls', index]) && !gaps.has(['calls', index, 'name']);
    const hasAllNames = !gaps.has(['calls']) && set.calls.every((_, index) => isNamed(index));
    const checkAfter = (names, path) => {
        for (const [index, name] of names.entries()) {
            if (isContract(name) || calls.has(name) || !hasAllNames || gaps.has([...path, 'after', index]))
                continue;
            const advice = (0,nearest_name/* nearestAdvice */.T)(name, [...Object.keys(set.contracts), ...calls.keys()]);
            report({
                path: [...path, 'after', index],
                message: `the set has no contract and no named call ${name}${advice}`,
            });
        }
    };
    for (const [name, { after = [] }] of Object.entries(set.contracts))
        checkAfter(after, ['contracts', name]);
    for (const [index, { after = [] }] of set.calls.entries())
        checkAfter(after, ['calls', index]);
}
/** A name in the set stands for the contract that has it, and a contract that had one goes on as one contract. */
function checkFormerNames(set, isContract, report) {
    const heirs = new Map();
    for (const [name, { was }] of Object.entries(set.contracts)) {
        if (was === undefined)
            continue;
        const path = ['contracts', name, 'was'];
        const heir = heirs.get(was);
        if (isContract(was))
            report({ path, message: `the set has a contract ${was}: only one that is gone can be renamed` });
        else if (heir !== undefined)
            report({ path, message: `${heir} was ${was} already: one contract has one new name` });
        else
            heirs.set(was, name);
    }
}
function instancesIn(set, artifacts) {
    const instances = new Map();
    for (const contract of Object.keys(set.contracts)) {
        const artifact = artifacts.ofContract(contract);
        if (artifact === undefined)
            continue;
        const others = instances.get(artifact.name);
        if (others === undefined)
            instances.set(artifact.name, [{ contract, artifact }]);
        else
            others.push({ contract, artifact });
    }
    return (name) => instances.get(name) ?? [];
}

;// CONCATENATED MODULE: ./src/contracts/set/set-order.js
/**
 * Keys in an order in which each comes after what it needs; where nothing decides, the given order does, but one-shot calls
 * come last. Every cycle is a problem that names its members and their ties. Needs of unknown keys don't count.
 */
function orderByNeeds(nodes) {
    const problems = findCycles(nodes);
    if (problems.length > 0)
        return { order: [...nodes.keys()], problems };
    const order = [];
    const done = new Set();
    const oneShots = [...nodes].filter(([, { isOneShot }]) => isOneShot).map(([key]) => key);
    for (;;) {
        const waiting = waitingFor(nodes, new Set(oneShots.filter((key) => !done.has(key))));
        for (const key of nodes.keys())
            if (!waiting.has(key))
                place(key, nodes, done, order);
        // Only one-shot calls, and what comes after them, are left: the first that needs no other of them.
        const next = oneShots.find((key) => !done.has(key) && nodes.get(key)?.needs.every((need) => done.has(need.key) || !nodes.has(need.key)));
        if (next === undefined)
            return { order, problems };
        done.add(next);
        order.push(next);
    }
}
/** The keys of one-shot calls still to come, and of everything that needs one of them however indirectly. */
function waitingFor(nodes, oneShots) {
    if (oneShots.size === 0)
        return oneShots;
    const neededBy = new Map();
    for (const [key, { needs }] of nodes) {
        for (const need of needs)
            neededBy.set(need.key, [...(neededBy.get(need.key) ?? []), key]);
    }
    const waiting = new Set(oneShots);
    for (const key of waiting)
        for (const dependent of neededBy.get(key) ?? [])
            waiting.add(dependent);
    return waiting;
}
function place(key, nodes, done, order) {
    const node = nodes.get(key);
    if (node === undefined || done.has(key))
        return;
    done.add(key);
    for (const need of node.needs)
        place(need.key, nodes, done, order);
    order.push(key);
}
function findCycles(nodes) {
    const problems = [];
    const state = new Map();
    const path = [];
    function visit(key) {
        const node = nodes.get(key);
        if (node === undefined || state.get(key) === 'done')
            return;
        if (state.get(key) === 'open') {
            const cycle = path.slice(path.findIndex((step) => step.key === key));
            problems.push({ path: nodes.get(cycle[0]?.key ?? key)?.path ?? [], message: describeCycle(cycle, nodes) });
            return;
        }
        state.set(key, 'open');
        const step = { key, tie: '' };
        path.push(step);
        for (const need of node.needs) {
            step.tie = need.tie;
            visit(need.key);
        }
        path.pop();
        state.set(key, 'done');
    }
    for (const key of nodes.keys())
        visit(key);
    return problems;
}
function describeCycle(cycle, nodes) {
    const title = (index) => nodes.get(cycle[index % cycle.length]?.key ?? '')?.title ?? '';
    const ties = cycle.map(({ tie }, index) => `${title(index)} ${tie} ${title(index + 1)}`);
    return cycle.length === 1
        ? `${ties[0]}, which is itself`
        : `none of these can come before the others: ${ties.join(', ')}`;
}

;// CONCATENATED MODULE: ./src/contracts/set/prepare-set.js








/**
 * Reads the set's artifacts and checks everything that can be known before looking at the chain; all problems at once. A
 * set with gaps is only checked.
 */
async function prepareContractSet(set, setFolder, chain, gaps = draft_set/* noGaps */.n) {
    const problems = [];
    // Names of an artifact were written by others.
    const report = ({ path, message }) => void problems.push({ path, message: (0,plain_text/* excerpt */.Kb)(message, 2000) });
    const { sources, isComplete } = await openSources(set.artifacts, setFolder, gaps, report);
    // What a source lacks that could not be opened says nothing.
    const found = await readArtifacts(set, sources, isComplete ? report : () => { }, gaps);
    const artifacts = isComplete ? found : { ...found, problemOf: () => undefined };
    const checked = checkSet(set, artifacts, chain, report, gaps);
    const { order, problems: cycles } = orderByNeeds(needsOf(set, checked.contracts, checked.calls));
    for (const cycle of cycles)
        report(cycle);
    if (problems.length > 0 || gaps.within([]))
        return { prepared: undefined, problems };
    const contracts = new Map([...checked.contracts].map(([name, contract]) => [contractKey(name), contract]));
    const calls = new Map([...checked.calls].map(([index, call]) => [callKey(index), call]));
    const notices = [...sources.map(chainIdNotice), ...[...checked.contracts.values()].map(abiNotice)];
    return {
        prepared: {
            contracts: order.flatMap((key) => contracts.get(key) ?? []),
            calls: order.flatMap((key) => calls.get(key) ?? []),
            notices: [...new Set(notices.filter((notice) => notice !== undefined).map((notice) => (0,plain_text/* excerpt */.Kb)(notice)))],
        },
        problems,
    };
}
function abiNotice({ name, artifact }) {
    if (artifact.lacksAbi !== true)
        return undefined;
    return `${name} has bytecode without an ABI (${artifact.name}.abi): its constructor is taken to have no parameters`;
}
async function openSources(entries, setFolder, gaps, report) {
    const isList = Array.isArray(entries);
    const list = (isList ? entries : [entries]);
    const opened = await Promise.all(list.map((entry, index) => {
        const path = isList ? ['artifacts', index] : ['artifacts'];
        return gaps.within(path) ? undefined : openArtifactSource(entry, setFolder, path);
    }));
    const sources = [];
    for (const found of opened) {
        if (found?.source !== undefined)
            sources.push(found.source);
        else if (found !== undefined)
            report(found.problem);
    }
    return { sources, isComplete: sources.length === list.length };
}


/***/ }),

/***/ 96693:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  sw: () => (/* binding */ checkDocument),
  Sz: () => (/* binding */ toFindings),
  Od: () => (/* binding */ withoutThese)
});

// EXTERNAL MODULE: ./src/report/schema-problems.js
var schema_problems = __webpack_require__(58943);
;// CONCATENATED MODULE: ./src/environment/meant-keys.js

/**
 * Takes a mistyped key for what it was meant to be, so that what stands below it is checked all the same, and nothing is
 * said to be missing that is only misspelt.
 */
function withMeantKeys(source, schema, written) {
    const asIs = (0,schema_problems/* checkAgainst */.Y)(schema, written).problems ?? [];
    if (asIs.every(({ meant }) => meant === undefined))
        return { source, raw: written, mistyped: [], problems: asIs };
    const raw = structuredClone(written);
    const mistyped = [];
    /** The path of a corrected key → the key as it is written. */
    const spelt = new Map();
    for (let problems = asIs;; problems = (0,schema_problems/* checkAgainst */.Y)(schema, raw).problems ?? []) {
        const before = mistyped.length;
        for (const { path, message, meant } of problems) {
            const parent = meant === undefined ? undefined : valueAt(raw, path.slice(0, -1));
            const key = String(path.at(-1));
            if (meant === undefined || !isMap(parent) || Object.hasOwn(parent, meant))
                continue;
            parent[meant] = parent[key];
            delete parent[key];
            const corrected = [...path.slice(0, -1), meant];
            spelt.set(JSON.stringify(corrected), key);
            mistyped.push({ path: corrected, message });
        }
        if (mistyped.length > before)
            continue;
        const asWritten = (path) => path.map((step, index) => spelt.get(JSON.stringify(path.slice(0, index + 1))) ?? step);
        const corrected = {
            ...source,
            locate: (path, index) => source.locate(asWritten(path), index),
            isCertain: (path) => source.isCertain(asWritten(path)),
        };
        return { source: corrected, raw, mistyped, problems };
    }
}
function valueAt(root, path) {
    return path.reduce((node, step) => (node !== null && typeof node === 'object' ? node[step] : undefined), root);
}
function isMap(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./src/environment/check-document.js


/** Checks a file that holds one YAML document. */
function checkDocument(written, schema) {
    const { source, raw, mistyped, problems } = withMeantKeys(written, schema, written.documents[0]);
    const unread = { source, raw, problems, value: undefined, readable: undefined, isNearlyWhole: false };
    if (source.documents.length !== 1) {
        if (source.findings.length > 0)
            return { ...unread, findings: source.findings };
        const second = source.documents.length > 1 ? source.locate([], 1) : source.locate([]);
        const seen = source.documents.length > 1 ? 'a second one begins here' : 'the file is empty';
        return { ...unread, findings: [{ ...second, message: `expected one YAML document: ${seen}` }] };
    }
    const { value } = problems.length === 0 ? (0,schema_problems/* checkAgainst */.Y)(schema, raw) : {};
    const certain = [...mistyped, ...problems].filter(({ path }) => source.isCertain(path));
    const findings = [...source.findings, ...withoutThese(toFindings(source, certain), source.findings)];
    if (!source.isCertain([]))
        return { ...unread, findings };
    if (value !== undefined) {
        const whole = findings.length === 0 ? value : undefined;
        return { ...unread, value: whole, readable: value, isNearlyWhole: true, findings };
    }
    return { ...unread, ...withoutMistakes(schema, raw, problems), findings };
}
/** Leaves out what is wrong, then what can't be without it, until the rest is right. */
function withoutMistakes(schema, raw, mistakes) {
    const rest = structuredClone(raw);
    let problems = mistakes;
    let isNearlyWhole = true;
    for (;;) {
        for (const { path } of problems) {
            const gap = remove(rest, path);
            if (gap.length === 0)
                return {};
            isNearlyWhole &&= gap.length === path.length;
        }
        const { value, problems: left } = (0,schema_problems/* checkAgainst */.Y)(schema, rest);
        if (left === undefined)
            return { readable: value, isNearlyWhole };
        problems = left;
    }
}
/** Takes the value, or the nearest parent that exists, out of its map; of a list all goes. Returns the way to it. */
function remove(root, path) {
    let node = root;
    let last;
    for (const [index, step] of path.entries()) {
        if (node === null || typeof node !== 'object' || Array.isArray(node) || !Object.hasOwn(node, step))
            break;
        last = { map: node, depth: index + 1 };
        node = last.map[step];
    }
    if (last === undefined)
        return [];
    const gap = path.slice(0, last.depth);
    delete last.map[String(gap.at(-1))];
    return gap;
}
function placeKey({ file, line, column }) {
    return [file, line, column].join(':');
}
function toFindings(source, problems) {
    return problems.map(({ path, message }) => ({ ...source.locate(path), message }));
}
/** Each place is told of once: what others say of it goes before. */
function withoutThese(findings, others) {
    const places = new Set(others.map(placeKey));
    return findings.filter((finding) => !places.has(placeKey(finding)));
}


/***/ }),

/***/ 8509:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BB: () => (/* binding */ workspaceFolders),
/* harmony export */   O$: () => (/* binding */ unreadable),
/* harmony export */   PZ: () => (/* binding */ workspaceFiles)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37122);



/** Nothing a person writes by hand is larger. */
const maximumBytes = 4 * 1024 * 1024;
/** Reads files of a workspace, and only of it: neither `..` nor a symbolic link leads out. */
function workspaceFiles(workspace) {
    return async (path) => {
        const file = await pathIn(workspace, path);
        const status = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file);
        if (!status.isFile())
            throw new _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('this is not a file');
        if (status.size > maximumBytes)
            throw new _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo(`the file is larger than ${maximumBytes / 1024 / 1024} MiB`);
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file, 'utf8');
    };
}
/** Lists folders of a workspace, and only of it. */
function workspaceFolders(workspace) {
    return async (path) => {
        const folder = await pathIn(workspace, path).catch(() => undefined);
        if (folder === undefined || !(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(folder)).isDirectory())
            return undefined;
        const entries = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder, { withFileTypes: true });
        return entries
            .filter((entry) => !entry.isDirectory())
            .map(({ name }) => name)
            .sort();
    };
}
async function pathIn(workspace, path) {
    const root = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(workspace);
    const found = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(root, path));
    const way = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(root, found);
    if (way === '..' || way.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_1__.sep}`) || (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(way)) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo('the path leads out of the workspace');
    }
    return found;
}
/** Why a file couldn't be read, in a user's words. */
function unreadable(error) {
    if (error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo)
        return error.message;
    const code = error?.code;
    if (code === 'ENOENT')
        return 'there is no such file';
    if (code === 'EISDIR')
        return 'this is not a file';
    return code === undefined ? "the file can't be read" : `the file can't be read (${code})`;
}


/***/ }),

/***/ 5632:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ missingPart),
/* harmony export */   a: () => (/* binding */ requireParts)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _settings_schema_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76243);


function missingPart(part) {
    return `the key "${part}" is missing, which this step needs: ${_settings_schema_js__WEBPACK_IMPORTED_MODULE_0__/* .partDescriptions */ .J[part]}`;
}
/** For a step that learns only now what it needs. @throws UserError with a message for each part that is not there. */
function requireParts(environment, parts) {
    const missing = parts.filter((part) => environment[part] === undefined);
    if (missing.length === 0)
        return;
    const place = environment.locate('settings', ['environments', environment.name]);
    throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(missing.map((part) => ({ ...place, message: missingPart(part) })));
}


/***/ }),

/***/ 71460:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Mx: () => (/* binding */ resolveSecrets),
/* harmony export */   U: () => (/* binding */ notSet)
/* harmony export */ });
/* unused harmony export resolveSecret */
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(64589);


function notSet(reference) {
    return `${reference} is not set in the step's environment: add it to the step's env, from a secret`;
}
/**
 * Reads `$NAME`s from the step's environment.
 * @throws UserError naming every one that is missing, at each line that needs it.
 */
function resolveSecrets(environment, references, secrets) {
    const values = new Map(references.map((reference) => [reference, secrets((0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .secretName */ .Gf)(reference)) ?? '']));
    const missing = [...values].filter(([, value]) => value === '').map(([reference]) => reference);
    if (missing.length > 0) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(missing.flatMap((reference) => {
            const message = notSet(reference);
            const places = environment.placesOf(reference);
            return places.length === 0 ? [{ message }] : places.map((place) => ({ ...place, message }));
        }));
    }
    return values;
}
/** One `$NAME` from the step's environment. @throws UserError when it is not set. */
function resolveSecret(environment, reference, secrets) {
    return resolveSecrets(environment, [reference], secrets).get(reference) ?? '';
}


/***/ }),

/***/ 76243:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ partDescriptions),
/* harmony export */   d: () => (/* binding */ settingsSchema)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _room_schemas_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58431);
/* harmony import */ var _room_schemas_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38562);
/* harmony import */ var _text_schemas_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(89844);



/** What the parts of an environment are that not every step needs. */
const partDescriptions = {
    chain: 'the chain the contracts are deployed to, and who deploys them',
    cluster: 'where the clients run',
    contracts: 'the file that describes the contract set',
    clients: 'the file that describes the clients',
};
const storeExpected = 'expected gs://BUCKET, gs://BUCKET/PREFIX, or file: and a folder relative to this file';
const storeSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(storeExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^(?:gs:\/\/[a-z0-9][-_.a-z0-9]{1,220}[a-z0-9](?:\/[\w-][\w.-]*)*\/?|file:(?!\/\/)[^\\\0$]+)$/, storeExpected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('where contract records, releases, journals and pointers are kept'));
const { chain, cluster, contracts, clients } = partDescriptions;
/** All steps need the store; each knows which of the other parts it needs. */
const environmentSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    chain: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(_room_schemas_js__WEBPACK_IMPORTED_MODULE_1__/* .chainSchema */ .N, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(chain))),
    store: storeSchema,
    cluster: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(_room_schemas_js__WEBPACK_IMPORTED_MODULE_2__/* .clusterSettings */ .Y1, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(cluster))),
    contracts: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM((0,_text_schemas_js__WEBPACK_IMPORTED_MODULE_3__/* .relativePathSchema */ .hw)(contracts)),
    clients: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM((0,_text_schemas_js__WEBPACK_IMPORTED_MODULE_3__/* .relativePathSchema */ .hw)(clients)),
}), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('one target: a chain, a cluster and namespace, a store'));
/** keep-deploy.yml. */
const settingsSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    environments: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P((0,_text_schemas_js__WEBPACK_IMPORTED_MODULE_3__/* .labelSchema */ .Gx)("an environment's name"), environmentSchema), valibot__WEBPACK_IMPORTED_MODULE_0__/* .minEntries */ .bPf(1, 'expected at least one environment'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('environment name → its chain, store, cluster, contract set and clients')),
});


/***/ }),

/***/ 89844:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gx: () => (/* binding */ labelSchema),
/* harmony export */   dq: () => (/* binding */ parserMessage),
/* harmony export */   f3: () => (/* binding */ parsedBy),
/* harmony export */   hw: () => (/* binding */ relativePathSchema)
/* harmony export */ });
/* unused harmony export labelPattern */
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);

/** A text whose parser (of the values room, or another room's) throws a RangeError that says what was expected. */
function parsedBy(parse) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .rawTransform */ .NTK(({ dataset, addIssue, NEVER }) => {
        try {
            return parse(dataset.value);
        }
        catch (error) {
            if (!(error instanceof RangeError))
                throw error;
            addIssue({ message: error.message });
            return NEVER;
        }
    });
}
/** What such a parser says of a text of another form; a pattern beside it is what editors check. */
function parserMessage(parse, text) {
    try {
        parse(text);
    }
    catch (error) {
        if (error instanceof RangeError)
            return error.message;
        throw error;
    }
    return 'expected another form';
}
/** What Kubernetes calls a DNS-1123 label. */
const labelPattern = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
function labelSchema(what) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(`expected ${what}`), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(labelPattern, `expected ${what}: at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends`));
}
/** A path to another file of the user's, relative to the file it stands in. */
function relativePathSchema(description) {
    const expected = 'expected a path relative to this file, with forward slashes';
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(expected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^(?![/~\\])(?![A-Za-z]:)[^\\\0$]+$/, expected), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(description));
}


/***/ }),

/***/ 5347:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ readYaml)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54602);


/** Reads YAML 1.2 (JSON is YAML too). Nothing is thrown: what is wrong stands in `findings`. */
function readYaml(file, text) {
    const written = parsed(text);
    // One mistake of the syntax brings many more, which say nothing.
    const [syntax] = written.documents.flatMap(({ errors }) => errors).filter(isOfSyntax);
    const respaced = syntax?.code === 'TAB_AS_INDENT' ? withoutTabs(text) : undefined;
    const { documents, lines } = respaced ?? written;
    const end = syntax === undefined || respaced !== undefined ? Number.POSITIVE_INFINITY : syntax.pos[0];
    // What stands directly before the mistake may be a part of it.
    const certainEnd = text.slice(0, end).trimEnd().length;
    const placeAt = (offset, counter = lines) => {
        const { line, col } = counter.linePos(offset);
        return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    const invalid = documents
        .flatMap((document) => [...document.errors, ...document.warnings])
        .filter((error) => !isOfSyntax(error))
        .map(({ message, pos: [offset] }) => ({ offset, message: `this is not valid YAML: ${message}` }));
    const findings = [...invalid, ...documents.flatMap(unusableNodes)]
        .filter(({ offset }) => offset < end)
        .map(({ offset, message }) => ({ ...placeAt(offset), message }));
    if (syntax) {
        const message = `this is not valid YAML: ${syntax.message}`;
        findings.unshift({ ...placeAt(syntax.pos[0], written.lines), message });
    }
    const values = [];
    for (const document of documents) {
        try {
            values.push(document.toJS());
        }
        catch (error) {
            // The library refuses documents that grow without bound through their aliases.
            const message = `this YAML can't be used: ${error.message}`;
            if (findings.length === 0)
                findings.push({ ...placeAt(0), message });
        }
    }
    return {
        file,
        documents: values,
        findings,
        locate: (path, index = 0) => placeAt(positionOf(documents[index], path).offset),
        isCertain: (path) => end === Number.POSITIVE_INFINITY || positionOf(documents[0], path).end < certainEnd,
    };
}
function parsed(text) {
    const lines = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    // Without "pretty" errors and warnings on stderr: those quote the file, which may hold a secret.
    const quiet = { prettyErrors: false, logLevel: 'error' };
    // The library would compare each key with every other one: a map of a thousand clients took longer than all else here.
    const options = { ...quiet, lineCounter: lines, version: '1.2', uniqueKeys: false };
    const documents = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseAllDocuments */ .hR)(text, options);
    return { documents: 'empty' in documents ? [] : documents, lines };
}
/** The file as its writer saw it, when a width of tabs is found with which it is right, or the next line shows it. */
function withoutTabs(text) {
    const widths = ['  ', '    ', ' '.repeat(8)].map((spaces) => text.replaceAll(/^[ \t]+/gm, (indent) => indent.replaceAll('\t', spaces)));
    const likeNext = text.replaceAll(/^ *\t[ \t]*(?=\S.*\n(?<indent> *)[^\s])/gm, '$<indent>');
    return [...widths, likeNext]
        .map(parsed)
        .find(({ documents }) => !documents.some(({ errors }) => errors.some(isOfSyntax)));
}
function isOfSyntax({ name }) {
    return name === 'YAMLParseError';
}
/**
 * Aliases of nothing, keys that come twice, numbers that JavaScript can't hold exactly, and the ones YAML has beyond
 * numbers. Such numbers are read as the texts they were meant to be, and of equal keys the first counts.
 */
function unusableNodes(document) {
    const findings = [];
    (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(document, {
        Alias: (_, alias) => {
            if (alias.resolve(document) !== undefined)
                return;
            const message = `the alias *${alias.source} stands for nothing: no &${alias.source} comes before it`;
            findings.push({ offset: alias.range?.[0] ?? 0, message });
        },
        Map: (_, map) => {
            const seen = new Set();
            map.items = map.items.filter(({ key }) => {
                const name = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) ? key.value : key;
                const isFirst = !seen.has(name);
                seen.add(name);
                if (isFirst)
                    return true;
                findings.push({
                    offset: startOf(key) ?? 0,
                    message: `this map has the key ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .describeSeen */ .j)(String(name))} twice`,
                });
                return false;
            });
        },
        Scalar: (_, scalar, parents) => {
            const { value, source = '' } = scalar;
            if (typeof value !== 'number')
                return;
            const isHexadecimal = /^0x/i.test(source);
            if (!isHexadecimal && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
                return;
            const message = isHexadecimal
                ? 'YAML reads 0x… without quotes as a number: write it in quotes'
                : 'this number is too large to be read exactly: write it in quotes';
            scalar.value = source;
            const parent = parents.at(-1);
            const offset = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isPair */ .tO)(parent) ? startOf(parent.key) : scalar.range?.[0];
            findings.push({ offset: offset ?? 0, message });
        },
    });
    return findings;
}
function positionOf(document, path) {
    if (document === undefined)
        return { offset: 0, end: 0 };
    let offset = document.contents?.range?.[0] ?? 0;
    let node = document.contents;
    for (const step of path) {
        const next = childOf(resolved(node, document), step);
        if (next === undefined)
            break;
        offset = next.offset ?? offset;
        node = next.node;
    }
    return { offset, end: (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node) ? (node.range?.[1] ?? offset) : offset };
}
function resolved(node, document) {
    return (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node) ? node.resolve(document) : node;
}
function childOf(node, step) {
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
        const pair = node.items.find(({ key }) => (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) && String(key.value) === String(step));
        return pair && { node: pair.value, offset: startOf(pair.key) };
    }
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node) && typeof step === 'number') {
        const item = node.items[step];
        return item === undefined ? undefined : { node: item, offset: startOf(item) };
    }
    return undefined;
}
function startOf(node) {
    return (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node) ? node.range?.[0] : undefined;
}


/***/ }),

/***/ 23460:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ digestKey),
/* harmony export */   t: () => (/* binding */ digestKeyProblem)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

const variable = 'KEEP_DEPLOY_DIGEST_KEY';
/** A shorter key could be found by trying, and then what is behind the digests too. */
const minimumLength = 16;
/**
 * The key of every digest and object name that is made from something secret.
 * @param neededFor what can't be done without it; absent when nothing needs it.
 * @throws UserError when it is needed and not set.
 */
function digestKey(secrets, neededFor) {
    const problem = digestKeyProblem(secrets, neededFor);
    if (problem !== undefined)
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(problem);
    return secrets(variable);
}
/** What is wrong with the key, if anything. */
function digestKeyProblem(secrets, neededFor) {
    const key = secrets(variable);
    if (key !== undefined && key.length < minimumLength) {
        return `$${variable} is too short: make one of at least ${minimumLength} characters, for example with \`openssl rand -hex 32\``;
    }
    if (key !== undefined || neededFor === undefined)
        return undefined;
    return `$${variable} is not set in the step's environment: ${neededFor} needs it. Make one once per environment (openssl rand -hex 32), keep it as a secret, and never change it without need: another key means that every client is rolled again`;
}


/***/ }),

/***/ 90731:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ay: () => (/* binding */ openEnvironment),
  RZ: () => (/* binding */ openEnvironmentStore),
  DS: () => (/* binding */ openStoreAt)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/contracts/set/prepare-set.js + 25 modules
var prepare_set = __webpack_require__(98547);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/environment/check-document.js + 1 modules
var check_document = __webpack_require__(96693);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(77934);
// EXTERNAL MODULE: ./src/accounts/operator-key.js
var operator_key = __webpack_require__(66577);
// EXTERNAL MODULE: ./src/configuration/keep-client-v1.js
var keep_client_v1 = __webpack_require__(69712);
// EXTERNAL MODULE: ./src/configuration/recipe.js
var recipe = __webpack_require__(3325);
// EXTERNAL MODULE: ./src/cluster/settings.js
var settings = __webpack_require__(38562);
// EXTERNAL MODULE: ./src/environment/text-schemas.js
var text_schemas = __webpack_require__(89844);
;// CONCATENATED MODULE: ./src/environment/clients-schema.js





const clientSchema = dist/* strictObject */.rej({
    role: dist/* pipe */.FsL((0,text_schemas/* labelSchema */.Gx)('a role'), dist/* description */.h_('one of the roles above')),
    keyfile: (0,text_schemas/* relativePathSchema */.hw)("the account's keyfile (Web3 Secret Storage, version 3)"),
    'public-key': dist/* pipe */.FsL(dist/* string */.YjP('expected a compressed public key in quotes: 0x02 or 0x03 and 64 hexadecimal digits'), dist/* description */.h_("the account's compressed public key; `keep-deploy account KEYFILE` prints it"), dist/* regex */.yGV(/^(?:0x)?0[23][0-9a-fA-F]{64}$/, ({ input }) => (0,text_schemas/* parserMessage */.dq)(operator_key/* parsePublicKey */.ee, input)), (0,text_schemas/* parsedBy */.f3)(operator_key/* parsePublicKey */.ee)),
    password: dist/* pipe */.FsL(settings/* passwordReference */.HD, dist/* description */.h_("the Secret in the cluster that holds the keyfile's password, and its key")),
    configuration: dist/* pipe */.FsL(dist/* optional */.lqM(keep_client_v1/* keepClientV1Template */.u_, {}), dist/* description */.h_('merged over the template')),
    manifest: settings/* ownManifest */.iP,
});
const roleName = (0,text_schemas/* labelSchema */.Gx)('a role');
/** A role by its name alone, or with what is special about it. */
const roleSchema = dist/* union */.KCZ([
    roleName,
    dist/* strictObject */.rej({
        name: dist/* pipe */.FsL(roleName, dist/* description */.h_('the name of the role')),
        voters: dist/* pipe */.FsL(dist/* optional */.lqM(dist/* boolean */.zMY('expected true or false'), false), dist/* description */.h_('whether its clients decide by majority: then more than half of them always run')),
    }),
], 'expected a role, or { name: ROLE, voters: true }');
/** clients.yml. */
const clientsSchema = dist/* strictObject */.rej({
    ...settings/* workloadEntries */.Ih,
    configuration: dist/* pipe */.FsL(dist/* strictObject */.rej({
        schema: dist/* pipe */.FsL(dist/* picklist */.KIO(recipe/* configurationSchemas */.z8, `expected one of ${recipe/* configurationSchemas */.z8.join(', ')}`), dist/* description */.h_("the kind of configuration file; the client's version decides")),
        path: dist/* pipe */.FsL(settings/* pathInContainer */.EH, dist/* description */.h_('where the file is mounted in the container')),
        template: dist/* pipe */.FsL(keep_client_v1/* keepClientV1Template */.u_, dist/* description */.h_('the file as a tree; references stand for what differs')),
    }), dist/* description */.h_("the clients' configuration file")),
    keyfile: dist/* pipe */.FsL(dist/* strictObject */.rej({ path: dist/* pipe */.FsL(settings/* pathInContainer */.EH, dist/* description */.h_('where the keyfile is mounted in the container')) }), dist/* description */.h_('where each client finds its keyfile')),
    password: dist/* pipe */.FsL(settings/* passwordVariable */.y, dist/* description */.h_("the variable in which the container gets the keyfile's password")),
    roles: dist/* pipe */.FsL(dist/* array */.YOg(roleSchema, 'expected a list of roles'), dist/* minLength */.BpQ(1, 'expected at least one role'), dist/* description */.h_('in the order of waves; clients of the first role may wait to be dialled')),
    clients: dist/* pipe */.FsL(dist/* record */.g1P(settings/* clientName */.V8, clientSchema), dist/* minEntries */.bPf(1, 'expected at least one client'), dist/* description */.h_("client's name (its workload's and Service's too, when made from a template) → role, account, own configuration")),
});
/** The names of the roles, in the order of waves. */
function roleNames({ roles }) {
    return roles.map((role) => (typeof role === 'string' ? role : role.name));
}
/** The roles whose clients decide by majority. */
function votingRoles({ roles }) {
    return roles.flatMap((role) => (typeof role !== 'string' && role.voters ? [role.name] : []));
}

// EXTERNAL MODULE: ./src/configuration/resolve-templates.js + 2 modules
var resolve_templates = __webpack_require__(30615);
// EXTERNAL MODULE: ./src/configuration/template-reference.js
var template_reference = __webpack_require__(51729);
// EXTERNAL MODULE: ./src/values/address.js
var address = __webpack_require__(83573);
;// CONCATENATED MODULE: ./src/environment/draft-configurations.js



/** Stands for every contract's address before there is one. */
const someAddress = (0,address/* parseAddress */.o)(`0x${'1'.repeat(40)}`);
/** Stands for the environment's namespace: no host of the user's is in it. */
const draftNamespace = 'draft';
/**
 * Resolves every client's configuration with made-up addresses: a template that can't work is found before any transaction
 * is sent for it.
 */
function draftConfigurations(source, { configuration, roles, clients, keyfilePath }, contractNames) {
    const contracts = Object.fromEntries(contractNames.map((name) => [name, someAddress]));
    const { schema, template } = configuration;
    const { problems, warnings, recipes } = (0,resolve_templates/* resolveTemplates */.e)({
        schema,
        template,
        roles,
        clients,
        namespace: draftNamespace,
        keyfilePath,
        contracts,
    });
    const names = clients.map(({ name }) => name);
    // A thousand clients dial the same few.
    const peers = [...new Set((recipes ?? []).flatMap(({ tree }) => tree.LibP2P.Peers))];
    return {
        findings: (0,check_document/* toFindings */.Sz)(source, problems ?? []),
        warnings: (0,check_document/* toFindings */.Sz)(source, warnings ?? []),
        dialled: names.filter((name) => peers.some((peer) => peer.includes(`/${name}.${draftNamespace}.svc.`))),
    };
}
/** The contracts that a clients file names. */
function contractsNamed(raw) {
    return (0,template_reference/* referencesIn */.ii)(raw).flatMap(({ reference }) => (reference.kind === 'contract' ? [reference.name] : []));
}
/** The contracts that a clients file names and the set doesn't have, for a file that can't be resolved. */
function unknownContracts(source, raw, contractNames) {
    return (0,template_reference/* referencesIn */.ii)(raw)
        .filter(({ path }) => source.isCertain(path))
        .flatMap(({ path, reference }) => reference.kind === 'contract' && !contractNames.includes(reference.name)
        ? [{ ...source.locate(path), message: (0,resolve_templates/* unknownContract */.l)(reference.name, contractNames) }]
        : []);
}

// EXTERNAL MODULE: ./src/report/seen-value.js
var seen_value = __webpack_require__(54602);
// EXTERNAL MODULE: ./src/values/secret-reference.js
var secret_reference = __webpack_require__(64589);
;// CONCATENATED MODULE: ./src/environment/literal-secrets.js


/** What looks like a secret and stands in a file. The value is never repeated. */
function literalSecrets(source, { mayBeWord }) {
    return textsOf(source).flatMap(({ text, path }) => {
        // Constructor arguments may well be 32 bytes that are no secret: a role, a hash.
        if (mayBeWord(path) && /^0x[0-9a-fA-F]{64}$/.test(text))
            return [];
        const look = (0,seen_value/* secretLook */.U)(text);
        if (look === undefined)
            return [];
        const advice = 'put it into the step’s environment and write $NAME here (and replace it: it stands in a file now)';
        return [{ ...source.locate(path), message: `this looks like ${look}: ${advice}` }];
    });
}
/** Every `$NAME` of a file and where it stands. */
function secretReferences(source) {
    return textsOf(source).flatMap(({ text, path }) => (0,secret_reference/* isSecretReference */.IC)(text) ? [{ reference: text, place: source.locate(path) }] : []);
}
function textsOf(source) {
    return source.documents.slice(0, 1).flatMap((document) => textsIn(document, []));
}
function textsIn(value, path) {
    if (typeof value === 'string')
        return [{ text: value, path }];
    if (value === null || typeof value !== 'object')
        return [];
    const isList = Array.isArray(value);
    return Object.entries(value).flatMap(([key, child]) => textsIn(child, [...path, isList ? Number(key) : key]));
}

// EXTERNAL MODULE: ./src/accounts/keyfile.js
var keyfile = __webpack_require__(458);
// EXTERNAL MODULE: ./src/report/nearest-name.js
var nearest_name = __webpack_require__(95675);
;// CONCATENATED MODULE: ./src/environment/client-checks.js



/** What the schema can't see: roles that must be listed, accounts that must differ. */
function clientProblems(file) {
    return [...roleProblems(file), ...accountProblems(file), ...pathProblems(file), ...manifestProblems(file)];
}
/** A client without a manifest of its own is made from the one for all. */
function manifestProblems({ manifest, clients }) {
    if (manifest !== undefined)
        return [];
    const without = Object.entries(clients).filter(([, client]) => client.manifest === undefined);
    const what = 'paths of manifests, relative to this file';
    if (without.length === Object.keys(clients).length) {
        return [{ path: [], message: `the key "manifest" is missing: ${what}` }];
    }
    return without.map(([name]) => ({
        path: ['clients', name],
        message: `${name} has no key "manifest", and there is none for all clients: ${what}`,
    }));
}
function roleProblems(file) {
    const { clients } = file;
    const roles = roleNames(file);
    const repeated = roles.flatMap((role, index) => roles.indexOf(role) < index ? [{ path: ['roles', index], message: `the role "${role}" is listed twice` }] : []);
    const late = roles.indexOf('bootstrap') > 0
        ? [
            {
                path: ['roles', roles.indexOf('bootstrap')],
                message: 'expected bootstrap as the first role: the others dial its clients when they start',
            },
        ]
        : [];
    const unknown = Object.entries(clients).flatMap(([name, { role }]) => {
        if (roles.includes(role))
            return [];
        const nearest = (0,nearest_name/* nearestName */.q)(role, roles);
        const advice = nearest === undefined ? `expected one of ${roles.join(', ')}` : `did you mean "${nearest}"?`;
        return [{ path: ['clients', name, 'role'], message: `the role "${role}" is not listed under roles: ${advice}` }];
    });
    return [...repeated, ...late, ...unknown];
}
function accountProblems({ clients }) {
    const owners = new Map();
    return Object.entries(clients).flatMap(([name, { 'public-key': key }]) => {
        const other = owners.get(key);
        owners.set(key, other ?? name);
        if (other === undefined)
            return [];
        return [
            {
                path: ['clients', name, 'public-key'],
                message: `${other} has this account already: two clients with one account work against each other`,
            },
        ];
    });
}
function pathProblems({ configuration, keyfile }) {
    if (configuration.path !== keyfile.path)
        return [];
    return [{ path: ['keyfile', 'path'], message: 'expected another path than that of the configuration' }];
}
/** What is wrong with a client's keyfile: it must be one, and belong to the account of the public key beside it. */
function keyfileProblem(client, named, text) {
    let address;
    try {
        ({ address } = (0,keyfile/* readKeyfile */.O)(text));
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        return { key: 'keyfile', message: `${client.keyfile} can't be used: ${error.message}` };
    }
    if (named === address)
        return undefined;
    const message = `this is the public key of ${named}, but ${client.keyfile} belongs to ${address}: \`keep-deploy account ${client.keyfile}\` prints the right one`;
    return { key: 'public-key', message };
}

// EXTERNAL MODULE: ./src/environment/read-file.js
var read_file = __webpack_require__(8509);
;// CONCATENATED MODULE: ./src/environment/read-manifests.js


/** The manifest files that a clients file names; what can't be read of them stands in `findings`. */
async function readManifestFiles({ readFile, listFolder }, source, { manifest, clients }) {
    const findings = [];
    const read = async (path, at) => {
        const named = external_node_path_.posix.join(external_node_path_.posix.dirname(source.file), path);
        const say = (message) => void findings.push({ ...source.locate(at), message });
        const names = await listFolder?.(named);
        if (names !== undefined) {
            const builder = names.find((name) => builders.has(name));
            if (builder !== undefined)
                say(`${named} holds ${builder}: ${builders.get(builder)}`);
            const files = names.filter((name) => /\.(?:ya?ml|json)$/.test(name));
            if (files.length === 0)
                say(`${named} has no file that ends in .yml, .yaml or .json`);
            if (builder !== undefined)
                return [];
            return (await Promise.all(files.map((name) => read(external_node_path_.posix.join(path, name), at)))).flat();
        }
        try {
            return [{ file: named, text: await readFile(named) }];
        }
        catch (error) {
            say(`${named}: ${(0,read_file/* unreadable */.O$)(error)}`);
            return [];
        }
    };
    const readAll = async (paths, at) => {
        if (typeof paths === 'string')
            return read(paths, at);
        return (await Promise.all(paths.map((path, index) => read(path, [...at, index])))).flat();
    };
    const all = manifest === undefined ? undefined : await readAll(manifest, ['manifest']);
    const own = await Promise.all(Object.entries(clients).flatMap(([name, client]) => client.manifest === undefined
        ? []
        : [readAll(client.manifest, ['clients', name, 'manifest']).then((files) => [name, files])]));
    const files = { all, own: Object.fromEntries(own) };
    // Without a file nobody knows what is missing in the others.
    return { files: findings.length === 0 ? files : undefined, findings };
}
const builders = new Map([
    ['kustomization.yaml', 'give what `kubectl kustomize` prints of it'],
    ['kustomization.yml', 'give what `kubectl kustomize` prints of it'],
    ['Kustomization', 'give what `kubectl kustomize` prints of it'],
    ['Chart.yaml', 'give what `helm template` prints of it'],
]);

// EXTERNAL MODULE: ./src/cluster/kubernetes-object.js
var kubernetes_object = __webpack_require__(49491);
// EXTERNAL MODULE: ./src/cluster/manifest/manifest-values.js
var manifest_values = __webpack_require__(72351);
// EXTERNAL MODULE: ./src/cluster/manifest/pod-template-check.js
var pod_template_check = __webpack_require__(77748);
// EXTERNAL MODULE: ./src/cluster/manifest/written-object.js
var written_object = __webpack_require__(52736);
;// CONCATENATED MODULE: ./src/cluster/manifest/workload-check.js




/** What is wrong with a client's StatefulSet or Deployment, as far as it can be seen without a cluster. */
function checkWorkload(written, rules, say) {
    const { object } = written;
    const kind = (0,written_object/* kindOf */.I)(written);
    const { spec } = object;
    if (!(0,manifest_values/* isMap */.jh)(spec)) {
        say(['spec'], `expected a map, found ${(0,seen_value/* describeSeen */.j)(spec)}`);
        return;
    }
    const { replicas, selector, template } = spec;
    if (replicas !== undefined && replicas !== null && replicas !== 1) {
        const why = replicas === 0
            ? 'the client would not run: take it out of clients.yml instead'
            : 'two pods would share one account, and work against each other';
        say(['spec', 'replicas'], `expected 1 or none, found ${(0,seen_value/* describeSeen */.j)(replicas)}: ${why}`);
    }
    if (kind === 'Deployment')
        checkDeployment(spec, say);
    else
        checkStatefulSet(spec, say);
    if (!(0,manifest_values/* isMap */.jh)(template)) {
        say(['spec', 'template'], `expected a pod template, found ${(0,seen_value/* describeSeen */.j)(template)}`);
        return;
    }
    const podMetadata = (0,manifest_values/* mapAt */.SC)(template, 'metadata');
    (0,manifest_values/* checkTexts */.Ri)(['spec', 'template', 'metadata', 'labels'], podMetadata['labels'], say);
    (0,manifest_values/* checkTexts */.Ri)(['spec', 'template', 'metadata', 'annotations'], podMetadata['annotations'], say);
    if (rules.needsSelector && Object.keys((0,manifest_values/* mapAt */.SC)(selector, 'matchLabels')).length === 0) {
        say(['spec', 'selector'], `expected matchLabels that select the pods of this ${kind} and no others`);
    }
    const podLabels = { ...(0,manifest_values/* mapAt */.SC)(podMetadata, 'labels'), ...rules.podLabels };
    (0,manifest_values/* checkSelected */.c)(['spec', 'selector', 'matchLabels'], (0,manifest_values/* valueAt */.fK)(selector, ['matchLabels']), podLabels, say);
    (0,pod_template_check/* checkPod */.Q)(written_object/* podPath */.HW, template['spec'], { ...rules, claimed: claimNames(spec) }, say);
}
function claimNames(spec) {
    return (0,manifest_values/* listAt */.gT)(spec, 'volumeClaimTemplates').flatMap((claim) => {
        const name = (0,manifest_values/* valueAt */.fK)(claim, ['metadata', 'name']);
        return typeof name === 'string' ? [name] : [];
    });
}
function checkStatefulSet(spec, say) {
    const partition = (0,manifest_values/* valueAt */.fK)(spec, ['updateStrategy', 'rollingUpdate', 'partition']);
    if (typeof partition === 'number' && partition > 0) {
        say(['spec', 'updateStrategy', 'rollingUpdate', 'partition'], 'expected 0 or none: with a partition the only pod would keep its old revision');
    }
    const strategy = (0,manifest_values/* valueAt */.fK)(spec, ['updateStrategy', 'type']);
    if (strategy !== undefined && strategy !== 'RollingUpdate' && strategy !== 'OnDelete') {
        say(['spec', 'updateStrategy', 'type'], `expected RollingUpdate, OnDelete or none, found ${(0,seen_value/* describeSeen */.j)(strategy)}`);
    }
    if (spec['strategy'] !== undefined) {
        say(['spec', 'strategy'], 'a StatefulSet has no strategy: its updateStrategy was meant, or a Deployment');
    }
}
/**
 * A Deployment starts the new pod before the old one has gone, unless it is told not to: one account, two pods. With
 * `maxSurge: 0` too: a pod that is told to end counts no more, however long it takes.
 */
function checkDeployment(spec, say) {
    const type = (0,manifest_values/* valueAt */.fK)(spec, ['strategy', 'type']);
    if (spec['paused'] === true)
        say(['spec', 'paused'], 'a paused Deployment rolls nothing out: take paused out');
    if (type === 'Recreate')
        return;
    say(['spec', 'strategy'], 'expected strategy: { type: Recreate }: otherwise the new pod starts while the old one runs, two with one account');
}
/** A Service or a PodDisruptionBudget of a client must select its pods. */
function checkSelecting(written, podLabels, say) {
    const spec = written.object['spec'];
    switch ((0,written_object/* kindOf */.I)(written)) {
        case 'Service':
            if (!(0,manifest_values/* isMap */.jh)(spec))
                say(['spec'], `expected a map, found ${(0,seen_value/* describeSeen */.j)(spec)}`);
            else
                (0,manifest_values/* checkSelected */.c)(['spec', 'selector'], spec['selector'], podLabels, say);
            return;
        case 'PodDisruptionBudget':
            (0,manifest_values/* checkSelected */.c)(['spec', 'selector', 'matchLabels'], (0,manifest_values/* valueAt */.fK)(spec, ['selector', 'matchLabels']), podLabels, say);
            return;
        default:
    }
}
/** Values that must be text, in ConfigMaps and Secrets. */
function checkData(written, say) {
    const kind = (0,written_object/* kindOf */.I)(written);
    if (kind !== 'ConfigMap' && kind !== 'Secret')
        return;
    for (const field of ['data', 'stringData', 'binaryData']) {
        (0,manifest_values/* checkTexts */.Ri)([field], written.object[field], say, kind === 'ConfigMap');
    }
}

;// CONCATENATED MODULE: ./src/cluster/manifest/client-workload-check.js



/** What is wrong with the clients' workloads, and with what must select their pods. */
function checkClientWorkloads(manifest, rules, findings) {
    const { container, mounted, variables } = rules;
    if (manifest.template !== undefined) {
        checkWorkload(manifest.template.workload, { container, mounted, variables, podLabels: {}, needsSelector: false }, (0,written_object/* sayOf */.J)(manifest.template.workload, findings));
        checkBeside(manifest.template, {}, findings);
    }
    for (const [name, client] of Object.entries(manifest.own)) {
        const { role = '', password } = rules.clients.find((each) => each.name === name) ?? {};
        const podLabels = { [kubernetes_object/* labels */.WD.client]: name, [kubernetes_object/* labels */.WD.role]: role };
        if ((0,written_object/* podLabelsOf */.KP)(client.workload)[kubernetes_object/* labels */.WD.managedBy] === undefined)
            podLabels[kubernetes_object/* labels */.WD.managedBy] = 'keep-deploy';
        const say = (0,written_object/* sayOf */.J)(client.workload, findings);
        if ((0,written_object/* nameOf */.Vb)(client.workload) === undefined)
            say(['metadata'], 'expected a name: it is rolled under the name it has here');
        checkWorkload(client.workload, { container, mounted, variables, password, podLabels, needsSelector: true }, say);
        checkBeside(client, podLabels, findings);
    }
}
function checkBeside({ workload, beside }, ours, findings) {
    const podLabels = { ...(0,written_object/* podLabelsOf */.KP)(workload), ...ours };
    for (const written of beside)
        checkSelecting(written, podLabels, (0,written_object/* sayOf */.J)(written, findings));
}

;// CONCATENATED MODULE: ./src/cluster/manifest/image-policy.js
/**
 * Lines of a manifest that Flux's image automation rewrites in the repository (`# {"$imagepolicy": "…"}`).
 * https://fluxcd.io/flux/guides/image-update/
 */
function imagePolicyRemarks({ file, text }) {
    return text.split('\n').flatMap((line, index) => {
        const policy = /#\s*\{\s*"\$imagepolicy"\s*:\s*"([^"]*)"/.exec(line)?.[1];
        if (policy === undefined)
            return [];
        const message = `Flux's image automation rewrites this line (policy ${policy}): keep-deploy sets the image itself, so the line decides nothing. Take the marker out.`;
        return [{ file, line: index + 1, message }];
    });
}

;// CONCATENATED MODULE: ./src/cluster/manifest/kind-check.js



/** Versions that no supported cluster serves any more, and with which Kubernetes they went. */
const removedVersions = {
    'extensions/v1beta1': '1.16',
    'apps/v1beta1': '1.16',
    'apps/v1beta2': '1.16',
    'networking.k8s.io/v1beta1': '1.22',
    'rbac.authorization.k8s.io/v1alpha1': '1.22',
    'rbac.authorization.k8s.io/v1beta1': '1.22',
    'policy/v1beta1': '1.25',
};
const applyYourself = 'apply it yourself, before, and take it out here';
/** Kinds of the whole cluster: keep-deploy works with rights in one namespace. */
const clusterScoped = new Set([
    'APIService',
    'CSIDriver',
    'ClusterRole',
    'ClusterRoleBinding',
    'CustomResourceDefinition',
    'IngressClass',
    'MutatingWebhookConfiguration',
    'Namespace',
    'Node',
    'PersistentVolume',
    'PodSecurityPolicy',
    'PriorityClass',
    'RuntimeClass',
    'StorageClass',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
]);
/** What is said of a kind that somebody may well have expected to work. */
const refusedKinds = {
    HorizontalPodAutoscaler: 'an autoscaler would give one account more than one pod: take it out',
    DaemonSet: 'a client is one StatefulSet or Deployment: a DaemonSet runs one account on every node',
    ReplicaSet: 'a client is one StatefulSet or Deployment: write the Deployment that makes the ReplicaSet',
    ReplicationController: 'a client is one StatefulSet or Deployment',
    Pod: `a client is one StatefulSet or Deployment, which makes its pod; another Pod: ${applyYourself}`,
    Job: `keep-deploy runs no Jobs: ${applyYourself}, or make it an init container`,
    CronJob: `keep-deploy rolls out no CronJobs: ${applyYourself}`,
    Kustomization: 'this is what kustomize builds from: give what `kubectl kustomize FOLDER` prints',
};
/** The kind is one that is rolled, in the version in which it is. Returns the kind, or nothing when it can't be used. */
function checkKind({ object }, say) {
    const { kind, apiVersion } = object;
    const isHook = (0,manifest_values/* mapAt */.SC)(object, 'metadata', 'annotations')['helm.sh/hook'] !== undefined;
    if (isHook || !(0,kubernetes_object/* isWrittenKind */.C$)(kind)) {
        say(['kind'], refusal(kind, isHook));
        return undefined;
    }
    const expected = (0,kubernetes_object/* apiVersionOf */.uO)(kind);
    if (apiVersion !== expected) {
        const went = typeof apiVersion === 'string' ? removedVersions[apiVersion] : undefined;
        const message = went === undefined
            ? `expected ${expected} for a ${kind}, found ${(0,seen_value/* describeSeen */.j)(apiVersion)}`
            : `${apiVersion} is gone since Kubernetes ${went}: write ${expected} for a ${kind}`;
        say(['apiVersion'], message);
    }
    return kind;
}
function refusal(kind, isHook) {
    if (typeof kind !== 'string')
        return `expected a kind, found ${(0,seen_value/* describeSeen */.j)(kind)}`;
    if (isHook)
        return `this ${kind} is a hook of Helm, and nothing would run it here: take it out (helm template --no-hooks)`;
    if (clusterScoped.has(kind))
        return `a ${kind} belongs to the whole cluster, and keep-deploy works in one namespace: ${applyYourself}`;
    const known = refusedKinds[kind];
    if (known !== undefined)
        return known;
    const nearest = (0,nearest_name/* nearestName */.q)(kind, kubernetes_object/* kindsInOrder */.ty);
    if (nearest !== undefined)
        return `unknown kind ${(0,seen_value/* describeSeen */.j)(kind)}: did you mean "${nearest}"?`;
    return `keep-deploy does not write objects of kind ${(0,seen_value/* describeSeen */.j)(kind)} (it writes ${kubernetes_object/* kindsInOrder */.ty.join(', ')}): ${applyYourself}`;
}

// EXTERNAL MODULE: ./src/cluster/manifest/manifest-file.js + 1 modules
var manifest_file = __webpack_require__(49464);
// EXTERNAL MODULE: ./src/cluster/manifest/metadata-check.js
var metadata_check = __webpack_require__(83385);
// EXTERNAL MODULE: ./src/cluster/manifest/name-check.js
var name_check = __webpack_require__(32299);
// EXTERNAL MODULE: ./src/cluster/manifest/reference-check.js
var reference_check = __webpack_require__(29225);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
;// CONCATENATED MODULE: ./src/cluster/manifest/choose-workloads.js


/**
 * One workload for all is a template; of several, each client has the one that bears its name. Workloads are those with the
 * container that runs the client; where a set has one workload only, it is that one, whatever its containers.
 * @param isWhole false where not all clients are known: then none is missing.
 */
function chooseWorkloads(set, container, isWhole, findings) {
    const { objects, clients, isForAll } = set;
    const all = objects.filter((written) => (0,kubernetes_object/* isWorkloadKind */.A)((0,written_object/* kindOf */.I)(written)));
    const running = all.length === 1 ? all : all.filter((written) => (0,written_object/* hasContainer */.kO)(written, container));
    const place = { file: set.files[0] ?? '' };
    if (all.length === 0) {
        findings.push({ ...place, message: 'the manifest has no StatefulSet and no Deployment: a client is one of them' });
        return undefined;
    }
    if (running.length === 0) {
        for (const workload of all) {
            const message = `no container of this ${(0,written_object/* kindOf */.I)(workload)} is named ${container} (container in clients.yml)`;
            findings.push({ ...(0,written_object/* placeOf */.$t)(workload, ['spec', 'template', 'spec', 'containers']), message });
        }
        return undefined;
    }
    for (const other of all.filter((each) => !running.includes(each))) {
        const message = `the ${(0,written_object/* describeObject */.v8)(other)} has no container ${container}, so it is no client's, and what is no client's is not rolled and proved: apply it yourself, before, and take it out here`;
        findings.push({ ...(0,written_object/* placeOf */.$t)(other), message });
    }
    const [only] = running;
    if (only !== undefined && running.length === 1) {
        if (isForAll)
            return { kind: 'template', workload: only };
        return { kind: 'named', workloads: new Map(clients.map((client) => [client, only])) };
    }
    return { kind: 'named', workloads: byName(set, running, container, isWhole, findings) };
}
function byName({ clients, isForAll }, running, container, isWhole, findings) {
    const named = new Map(running.map((written) => [(0,written_object/* nameOf */.Vb)(written), written]));
    const found = clients.flatMap((client) => {
        const workload = named.get(client);
        return workload === undefined ? [] : [[client, workload]];
    });
    const workloads = new Map(found);
    const [first] = running;
    if (first === undefined)
        return workloads;
    const names = running.map((written) => (0,written_object/* describeObject */.v8)(written)).join(', ');
    if (found.length === 0) {
        const message = `${names} all have the container ${container}, so it is not said which is whose: leave one as the template of all, or name each after its client`;
        findings.push({ ...(0,written_object/* placeOf */.$t)(first), message });
        return workloads;
    }
    if (!isWhole)
        return workloads;
    for (const client of clients.filter((each) => !workloads.has(each))) {
        findings.push({ ...(0,written_object/* placeOf */.$t)(first), message: `no workload is named ${client}, as the client is; found ${names}` });
    }
    // A file of all clients may be named for each of them: then the others' workloads are not meant here.
    const left = isForAll ? running.filter((written) => !clients.includes((0,written_object/* nameOf */.Vb)(written) ?? '')) : [];
    for (const written of left) {
        const message = `the ${(0,written_object/* describeObject */.v8)(written)} has the container ${container}, but no client in clients.yml has its name: add the client, or take this out`;
        findings.push({ ...(0,written_object/* placeOf */.$t)(written), message });
    }
    return workloads;
}

// EXTERNAL MODULE: ./src/cluster/manifest/references.js
var references = __webpack_require__(44011);
;// CONCATENATED MODULE: ./src/cluster/manifest/sort-objects.js





/**
 * Says of every object whom it belongs to. Of a template, what bears the workload's name, or begins with it and a dash, is
 * each client's; the rest is shared. Named as written, an object is that client's whose workload's name it bears or begins
 * with (the longest one), or in whose files alone it stands; the rest is shared.
 */
function sortObjects(sets, container, isWhole, findings) {
    const chosen = sets
        .map((set) => ({ ...set, objects: onceEach(set.objects, findings) }))
        .map((set) => ({ set, workloads: chooseWorkloads(set, container, isWhole, findings) }));
    const own = chosen.flatMap(({ workloads }) => (workloads?.kind === 'named' ? [...workloads.workloads] : []));
    const template = chosen.flatMap(({ set, workloads }) => workloads?.kind === 'template' ? [templateOf(set, workloads)] : [])[0];
    const named = namedObjects(chosen, template, new Set(own.map(([, workload]) => workload)), findings);
    const clientOf = new Map(own.map(([client, workload]) => [(0,written_object/* nameOf */.Vb)(workload) ?? '', client]));
    const owned = new Map(own.map(([client]) => [client, []]));
    const shared = [];
    for (const { written, clients, isShared } of named.values()) {
        const owner = isShared
            ? undefined
            : (clientOf.get(longestPrefix((0,written_object/* nameOf */.Vb)(written) ?? '', clientOf)) ?? onlyOne(clients));
        (owner === undefined ? shared : (owned.get(owner) ?? shared)).push(written);
    }
    return {
        container,
        template,
        own: Object.fromEntries(own.map(([client, workload]) => [
            client,
            { name: (0,written_object/* nameOf */.Vb)(workload), workload, beside: inOrder(owned.get(client) ?? []) },
        ])),
        shared: inOrder(shared),
    };
}
function templateOf({ objects }, { workload }) {
    const name = (0,written_object/* nameOf */.Vb)(workload);
    const beside = objects.filter((written) => written !== workload && isTemplates((0,written_object/* nameOf */.Vb)(written), name));
    return { name, workload, beside: inOrder(beside) };
}
/** Without a name it gets the client's. */
function isTemplates(name, prefix) {
    if (name === undefined)
        return true;
    return prefix !== undefined && (name === prefix || name.startsWith(`${prefix}-`));
}
/** Each object once; what says one again is a mistake. */
function onceEach(objects, findings) {
    const first = new Map();
    return objects.filter((written) => {
        const name = (0,written_object/* nameOf */.Vb)(written);
        if (name === undefined)
            return true;
        const key = (0,references/* objectKey */.T5)((0,written_object/* kindOf */.I)(written), name);
        const before = first.get(key);
        first.set(key, before ?? written);
        if (before === undefined)
            return true;
        const { file, line } = (0,written_object/* placeOf */.$t)(before);
        const message = `a second ${(0,written_object/* describeObject */.v8)(written)}: the first is at ${[file, line].filter(Boolean).join(':')}`;
        if (before !== written)
            findings.push({ ...(0,written_object/* placeOf */.$t)(written), message });
        return false;
    });
}
/** Everything that keeps its name, but for the clients' workloads. */
function namedObjects(chosen, template, taken, findings) {
    const named = new Map();
    for (const { set, workloads } of chosen) {
        if (workloads === undefined)
            continue;
        const isTemplate = workloads.kind === 'template';
        for (const written of set.objects) {
            if (taken.has(written) || template?.workload === written || template?.beside.includes(written))
                continue;
            const name = (0,written_object/* nameOf */.Vb)(written);
            if (name === undefined) {
                findings.push({ ...(0,written_object/* placeOf */.$t)(written), message: `this ${(0,written_object/* kindOf */.I)(written)} has no name` });
                continue;
            }
            // Another client's workload, in a file of all clients that is named for some.
            if ((0,written_object/* kindOf */.I)(written) === 'StatefulSet' || (0,written_object/* kindOf */.I)(written) === 'Deployment')
                continue;
            const key = (0,references/* objectKey */.T5)((0,written_object/* kindOf */.I)(written), name);
            const before = named.get(key);
            if (before === undefined) {
                named.set(key, { written, clients: new Set(set.clients), isShared: isTemplate });
                continue;
            }
            for (const client of set.clients)
                before.clients.add(client);
            if (before.written === written || isSame(before.written, written))
                continue;
            const { file, line } = (0,written_object/* placeOf */.$t)(before.written);
            const message = `this ${(0,written_object/* describeObject */.v8)(written)} differs from the one at ${[file, line].filter(Boolean).join(':')}: what several manifests name must be the same in all`;
            findings.push({ ...(0,written_object/* placeOf */.$t)(written), message });
        }
    }
    return named;
}
function isSame(a, b) {
    return (0,canonical_json/* canonicalJson */.d)(a.object) === (0,canonical_json/* canonicalJson */.d)(b.object);
}
function longestPrefix(name, workloads) {
    if (workloads.has(name))
        return name;
    const dash = name.lastIndexOf('-');
    return dash < 0 ? '' : longestPrefix(name.slice(0, dash), workloads);
}
function onlyOne(clients) {
    return clients.size === 1 ? [...clients][0] : undefined;
}
function inOrder(objects) {
    return objects.toSorted((a, b) => orderOf(a) - orderOf(b) || (((0,written_object/* nameOf */.Vb)(a) ?? '') < ((0,written_object/* nameOf */.Vb)(b) ?? '') ? -1 : 1));
}
function orderOf(written) {
    return kubernetes_object/* kindsInOrder */.ty.indexOf((0,written_object/* kindOf */.I)(written));
}

;// CONCATENATED MODULE: ./src/cluster/manifest/manifest.js












/** Reads the user's manifests. @throws UserError with every mistake of all files, each with its line and column. */
function readManifests(files, rules) {
    const { manifest, findings } = checkManifests(files, rules);
    if (findings.length > 0)
        throw new UserError(findings);
    return manifest;
}
/** The manifests as far as they can be read, and what is wrong with them. */
function checkManifests(files, rules) {
    const findings = [];
    const remarks = [];
    const read = reader(rules, findings, remarks);
    const names = rules.clients.map(({ name }) => name);
    const forAll = names.filter((name) => !Object.hasOwn(files.own, name));
    const sets = [];
    const add = (list, clients, isForAll) => {
        const objects = list.map(read);
        // A file that can't be read may hold what is missed in the others.
        if (objects.includes(undefined))
            return;
        const set = {
            objects: objects.flatMap((each) => each ?? []),
            clients,
            files: list.map(({ file }) => file),
            isForAll,
        };
        if (set.objects.length > 0)
            sets.push(set);
        else
            findings.push({
                file: list[0]?.file ?? '',
                message: 'the manifest is empty: expected a StatefulSet or a Deployment',
            });
    };
    const isForSome = forAll.length > 0 || Object.keys(files.own).length === 0;
    if (files.all !== undefined && isForSome)
        add(files.all, forAll, true);
    if (files.all !== undefined && !isForSome)
        remarks.push(...files.all.map(forNobody));
    for (const [client, list] of Object.entries(files.own))
        add(list, [client], false);
    const manifest = sortObjects(sets, rules.container, rules.isWhole ?? true, findings);
    checkClientWorkloads(manifest, rules, findings);
    (0,reference_check/* checkReferences */.$)(manifest, rules.namespace, findings);
    (0,name_check/* checkNames */.LN)(manifest, names, findings);
    return {
        manifest: remarks.length === 0 ? manifest : { ...manifest, remarks },
        findings: distinct(findings),
    };
}
function forNobody({ file }) {
    const message = 'no client is made from this manifest, for each has one of its own: nothing in it is written. Name it in the lists of the clients whose it is, or take it out of clients.yml';
    return { file, message };
}
/** Reads each file once, however many clients name it. `undefined`: there was nothing to read in it that makes sense. */
function reader({ namespace }, findings, remarks) {
    const known = new Map();
    return (source) => {
        if (known.has(source.file))
            return known.get(source.file);
        const { objects, findings: mistakes } = (0,manifest_file/* readObjects */.$)(source);
        findings.push(...mistakes);
        remarks.push(...imagePolicyRemarks(source));
        const usable = objects.filter((written) => checkObject(written, namespace, findings));
        const isRead = mistakes.length === 0 || objects.length > 0;
        // An object of a kind that can't be used may have been meant to be the workload.
        const isUsable = usable.length === objects.length || usable.some((written) => (0,kubernetes_object/* isWorkloadKind */.A)((0,written_object/* kindOf */.I)(written)));
        known.set(source.file, isRead && isUsable ? usable : undefined);
        return known.get(source.file);
    };
}
/** True when its kind is one that is rolled. */
function checkObject(written, namespace, findings) {
    const say = (0,written_object/* sayOf */.J)(written, findings);
    const kind = checkKind(written, say);
    if (kind === undefined)
        return false;
    (0,metadata_check/* checkMetadata */.s)(written, kind, namespace, say);
    checkData(written, say);
    return true;
}
/** What several clients have from one template is told once. */
function distinct(findings) {
    return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

;// CONCATENATED MODULE: ./src/environment/read-clients.js








/** The clients of a clients file as far as it is right, with the files it names; what is wrong with those stands in `findings`. */
async function readClients({ readFile, listFolder }, { readable: value, source, isNearlyWhole }, namespace) {
    if (value === undefined)
        return { clients: undefined, findings: [] };
    const findings = (0,check_document/* toFindings */.Sz)(source, clientProblems(value));
    const read = async (path, at) => {
        const named = external_node_path_.posix.join(external_node_path_.posix.dirname(source.file), path);
        try {
            return { file: named, text: await readFile(named) };
        }
        catch (error) {
            findings.push({ ...source.locate(at), message: `${named}: ${(0,read_file/* unreadable */.O$)(error)}` });
            return { file: named, text: undefined };
        }
    };
    const manifests = await readManifestFiles({ readFile, listFolder }, source, value);
    findings.push(...manifests.findings);
    const clients = await Promise.all(Object.entries(value.clients).map(async ([name, client]) => {
        const keyfile = await read(client.keyfile, ['clients', name, 'keyfile']);
        const publicKey = client['public-key'];
        const address = (0,operator_key/* addressOf */.ci)(publicKey);
        const problem = keyfile.text === undefined ? undefined : keyfileProblem(client, address, keyfile.text);
        if (problem)
            findings.push({ ...source.locate(['clients', name, problem.key]), message: problem.message });
        return {
            name,
            role: client.role,
            keyfile: { file: keyfile.file, text: keyfile.text ?? '' },
            publicKey,
            address,
            peerId: (0,operator_key/* peerIdOf */.NG)(publicKey),
            password: client.password,
            configuration: client.configuration,
        };
    }));
    const { configuration, keyfile, password } = value;
    // Known before a transaction is sent for clients that can't be made from it.
    const checked = manifests.files &&
        namespace !== undefined &&
        checkManifests(manifests.files, {
            namespace,
            container: value.container,
            mounted: [configuration.path, keyfile.path],
            variables: [password.variable],
            clients,
            isWhole: isNearlyWhole,
        });
    if (checked)
        findings.push(...checked.findings);
    return {
        findings,
        clients: {
            file: source.file,
            manifest: checked ? checked.manifest : undefined,
            container: value.container,
            image: value.image,
            configuration: { ...configuration, template: configuration.template },
            keyfilePath: keyfile.path,
            passwordVariable: password.variable,
            roles: roleNames(value),
            voters: votingRoles(value),
            clients,
        },
    };
}

// EXTERNAL MODULE: ./src/report/schema-problems.js
var schema_problems = __webpack_require__(58943);
// EXTERNAL MODULE: ./src/environment/require-parts.js
var require_parts = __webpack_require__(5632);
// EXTERNAL MODULE: ./src/contracts/plan/chain-facts.js
var chain_facts = __webpack_require__(62639);
// EXTERNAL MODULE: ./src/environment/settings-schema.js
var settings_schema = __webpack_require__(76243);
// EXTERNAL MODULE: ./src/environment/yaml-document.js
var yaml_document = __webpack_require__(5347);
;// CONCATENATED MODULE: ./src/environment/read-settings.js








const relativePath = (0,text_schemas/* relativePathSchema */.hw)('');
/** keep-deploy.yml. */
async function readSettings(readFile, file) {
    try {
        return (0,check_document/* checkDocument */.sw)((0,yaml_document/* readYaml */.g)(file, await readFile(file)), settings_schema/* settingsSchema */.d);
    }
    catch (error) {
        throw new errors/* UserError */.yo([{ file, message: (0,read_file/* unreadable */.O$)(error) }], { cause: error });
    }
}
/** What the checks of other files need of the environment, as far as it is right. */
function settingsNamed({ raw, source }, name, needs) {
    const environments = membersOf(membersOf(raw)?.['environments']);
    const mine = environments && Object.hasOwn(environments, name) ? membersOf(environments[name]) : undefined;
    const known = Object.keys(environments ?? {});
    const isUnknown = source.isCertain(['environments']) && known.length > 0 && !known.includes(name);
    const message = `there is no environment called "${name}"${suggestion(name, known)}; there are: ${known.join(', ')}`;
    const isWhole = mine !== undefined && source.isCertain(['environments', name]);
    const place = source.locate(['environments', name]);
    const missing = needs.filter((part) => isWhole && mine[part] === undefined);
    const pathAt = (key) => source.isCertain(['environments', name, key]) ? (0,schema_problems/* checkAgainst */.Y)(relativePath, mine?.[key]).value : undefined;
    return {
        findings: [
            ...(isUnknown ? [{ ...source.locate(['environments']), message }] : []),
            ...missing.map((part) => ({ ...place, message: (0,require_parts/* missingPart */.K)(part) })),
        ],
        lacksContracts: isWhole && mine['contracts'] === undefined,
        contracts: pathAt('contracts'),
        clients: pathAt('clients'),
        namespace: (0,schema_problems/* checkAgainst */.Y)(settings/* clusterSettings */.Y1, mine?.['cluster']).value?.namespace,
        chain: (0,chain_facts/* draftChainFacts */.q6)(source.isCertain(['environments', name, 'chain']) ? mine?.['chain'] : undefined),
    };
}
function suggestion(name, known) {
    const nearest = (0,nearest_name/* nearestName */.q)(name, known);
    return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
}
function membersOf(value) {
    const isMap = value !== null && typeof value === 'object' && !Array.isArray(value);
    return isMap ? value : undefined;
}

;// CONCATENATED MODULE: ./src/contracts/set/set-schema.js

const contractName = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[A-Za-z_$][A-Za-z0-9_$]*$/, 'expected the name of a contract, as in its source'));
/** Where several Solidity files have a contract of one name, the file's path stands before it. */
const artifactName = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^(?:[^:]+:)?[A-Za-z_$][A-Za-z0-9_$]*$/, 'expected the name of an artifact, or path/File.sol:Name where several have that name'));
const functionName = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[A-Za-z_$][A-Za-z0-9_$]*(\(.*\))?$/, 'expected the name of a function, or its signature such as "transfer(address,uint256)"'));
const valueSchema = dist/* lazy */.RZV(() => dist/* union */.KCZ([
    dist/* string */.YjP(),
    dist/* number */.aig(),
    dist/* boolean */.zMY(),
    dist/* array */.YOg(valueSchema),
    dist/* strictObject */.rej({ contract: dist/* pipe */.FsL(contractName, dist/* description */.h_('the address of this contract of the set')) }),
    dist/* strictObject */.rej({ account: dist/* pipe */.FsL(dist/* literal */.euz('deployer'), dist/* description */.h_('the address of this account')) }),
    dist/* strictObject */.rej({
        chain: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'expected id, or the name of a value under chain.values'), dist/* description */.h_("id, or the name of a value under chain.values of keep-deploy.yml: the chain's own")),
    }),
    dist/* strictObject */.rej({
        encode: dist/* pipe */.FsL(dist/* strictObject */.rej({
            contract: dist/* pipe */.FsL(artifactName, dist/* description */.h_('whose ABI has the function')),
            function: dist/* pipe */.FsL(functionName, dist/* description */.h_('name or signature of the function')),
            arguments: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* array */.YOg(valueSchema), dist/* description */.h_("the call's arguments"))),
        }), dist/* description */.h_('the calldata of a function call')),
    }),
], 'expected a text, a number, true or false, a list, { contract: NAME }, { account: deployer }, { chain: NAME } or { encode: { contract, function, arguments } }'));
const ether = dist/* pipe */.FsL(dist/* union */.KCZ([dist/* string */.YjP(), dist/* number */.aig()], 'expected wei, or an amount with its unit such as "1 ether"'), dist/* description */.h_('what is sent along: wei, or an amount with its unit'));
const after = dist/* pipe */.FsL(dist/* array */.YOg(contractName, 'expected a list of names of contracts or calls'), dist/* description */.h_('names of contracts and of calls that come before it, though it does not name them'));
const contractSchema = dist/* strictObject */.rej({
    artifact: dist/* optional */.lqM(dist/* pipe */.FsL(artifactName, dist/* description */.h_('the artifact it is an instance of, when not the one of its own name: Name, or path/File.sol:Name'))),
    from: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* description */.h_('the package or folder of its artifact, when several have one of that name'))),
    arguments: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* array */.YOg(valueSchema), dist/* description */.h_("the constructor's arguments"))),
    libraries: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* record */.g1P(dist/* string */.YjP(), contractName), dist/* description */.h_("library, or its placeholder → contract of this set; only where the artifacts don't tell which"))),
    value: dist/* optional */.lqM(ether),
    after: dist/* optional */.lqM(after),
    was: dist/* optional */.lqM(dist/* pipe */.FsL(contractName, dist/* description */.h_('the name it had in the set before: it is that contract, renamed; without it a contract under a new name is never taken for another'))),
    'allow-unproved': dist/* optional */.lqM(dist/* pipe */.FsL(dist/* boolean */.zMY(), dist/* description */.h_('true: it may be published though its code could not be proved'))),
    'allow-redeploy': dist/* optional */.lqM(dist/* pipe */.FsL(dist/* boolean */.zMY(), dist/* description */.h_('true: it may be created anew when a one-shot call of it changes'))),
});
const callSchema = dist/* strictObject */.rej({
    name: dist/* optional */.lqM(dist/* pipe */.FsL(contractName, dist/* description */.h_('what others call it that come after it'))),
    contract: dist/* pipe */.FsL(contractName, dist/* description */.h_('the contract that is called')),
    interface: dist/* optional */.lqM(dist/* pipe */.FsL(artifactName, dist/* description */.h_('whose ABI has the function, when the contract is a proxy'))),
    function: dist/* pipe */.FsL(functionName, dist/* description */.h_('name or signature of the function')),
    arguments: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* array */.YOg(valueSchema), dist/* description */.h_("the call's arguments"))),
    value: dist/* optional */.lqM(ether),
    until: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP('expected a condition such as "owner() == TokenStaking"'), dist/* description */.h_('what the chain says when the call is done, such as "owner() == TokenStaking": then it is skipped, and checked after'))),
    'one-shot': dist/* optional */.lqM(dist/* pipe */.FsL(dist/* boolean */.zMY(), dist/* description */.h_("true: it works once or can't be taken back, so it comes after everything else"))),
    after: dist/* optional */.lqM(after),
});
const sourceSchema = dist/* pipe */.FsL(dist/* strictObject */.rej({
    package: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^(@[a-z0-9._-]+\/)?[a-z0-9._-]+$/, 'expected the name of an npm package'), dist/* description */.h_('the npm package that has the artifacts, found in node_modules upwards from this file'))),
    version: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'expected one exact version such as 1.8.0'), dist/* description */.h_('the version that must be installed'))),
    folder: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* description */.h_('the folder of the artifacts: in the package (artifacts when not said), else relative to this file; it may be one file of solc with many contracts'))),
}), dist/* check */.z6Y(({ package: name, folder }) => name !== undefined || folder !== undefined, 'a source is a package with its version, or a folder'), dist/* check */.z6Y(({ package: name, version }) => (name === undefined) === (version === undefined), 'package and version belong together'), 
// The same for editors.
dist/* metadata */.yuE({
    anyOf: [{ required: ['package', 'version'] }, { required: ['folder'] }],
    dependencies: { package: ['version'], version: ['package'] },
}));
/** The contract set's file (`contracts.yml`). */
const contractSetSchema = dist/* strictObject */.rej({
    artifacts: dist/* pipe */.FsL(dist/* union */.KCZ([sourceSchema, dist/* pipe */.FsL(dist/* array */.YOg(sourceSchema), dist/* minLength */.BpQ(1, 'expected at least one source'))], 'expected { package, version, folder } or { folder }, or a list of them'), dist/* description */.h_('where the compiled contracts come from: an npm package or a folder, or several')),
    contracts: dist/* pipe */.FsL(dist/* record */.g1P(contractName, contractSchema), dist/* minEntries */.bPf(1, 'expected at least one contract'), dist/* description */.h_('contract → what it is made with; the order follows from what each needs, then from this file')),
    calls: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* array */.YOg(callSchema), dist/* description */.h_('what is called in this order, each when all it names is mined and proved')), []),
});

// EXTERNAL MODULE: ./src/contracts/set/draft-set.js
var draft_set = __webpack_require__(83439);
// EXTERNAL MODULE: ./src/environment/resolve-secrets.js
var resolve_secrets = __webpack_require__(71460);
;// CONCATENATED MODULE: ./src/environment/unset-variables.js




/** Every place of a variable that is read and not set, and what is wrong with the key where a configuration is secret. */
function unsetVariables(sources, { raw }, clients, name, { isSet, ofClients, keyProblem }) {
    const mine = membersOf(membersOf(membersOf(raw)?.['environments'])?.[name]);
    const rpc = [membersOf(mine?.['chain'])?.['rpc']].flat();
    const nodes = rpc.filter((text) => typeof text === 'string' && (0,secret_reference/* isSecretReference */.IC)(text));
    const named = ofClients ? secretReferences(clients).map(({ reference }) => reference) : [];
    const unset = new Set([...nodes, ...named].filter((reference) => !isSet(reference)));
    const places = sources
        .flatMap(secretReferences)
        .filter(({ reference }) => unset.has(reference))
        .map(({ reference, place }) => ({ ...place, message: (0,resolve_secrets/* notSet */.U)(reference) }));
    return named.length === 0 || keyProblem === undefined ? places : [...places, { message: keyProblem }];
}

;// CONCATENATED MODULE: ./src/environment/read-environment.js













const publicArgument = 'expected no $NAME here: what a contract is given stands on the chain for everyone to read';
/**
 * Reads keep-deploy.yml and every file that the environment names, and checks them against each other. No variable is
 * read: `$NAME`s stay what they are.
 * @throws UserError with every mistake of all files, each with file, line, column and what was expected.
 */
async function readEnvironment({ readFile, listFolder, file, environment: name, needs, prepareContracts, variables, }) {
    const folder = external_node_path_.posix.dirname(file);
    const settings = await readSettings(readFile, file);
    const mine = settingsNamed(settings, name, needs);
    const [contracts, clients] = await Promise.all([
        readNamed(readFile, settings.source, name, 'contracts', mine.contracts, contractSetSchema),
        readNamed(readFile, settings.source, name, 'clients', mine.clients, clientsSchema),
    ]);
    const read = await readClients({ readFile, listFolder }, clients, mine.namespace);
    const { clients: clientSet, findings: clientFindings } = read;
    const drafts = checkTogether(mine.lacksContracts ? undefined : contracts, clients, clientSet);
    const set = await prepared(contracts, mine.chain, prepareContracts);
    const ofSet = (0,check_document/* withoutThese */.Od)(set.findings, formFindings(contracts));
    const found = [...settings.findings, ...mine.findings, ...contracts.findings, ...ofSet, ...clients.findings];
    const lost = unreachable(clients.source, read, drafts.dialled, mine.namespace);
    const later = (0,check_document/* withoutThese */.Od)([...drafts.findings, ...clientFindings, ...lost], formFindings(clients));
    const sourcesRead = [settings.source, contracts.source, clients.source];
    const unset = variables === undefined ? [] : unsetVariables(sourcesRead, settings, clients.source, name, variables);
    const findings = [...found, ...later, ...unset];
    const secrets = [
        ...literalSecrets(settings.source, { mayBeWord: isChainValue }),
        ...literalSecrets(contracts.source, { mayBeWord: () => true }),
        ...literalSecrets(clients.source, { mayBeWord: () => false }),
        ...secretReferences(contracts.source).map(({ place }) => ({ ...place, message: publicArgument })),
    ];
    const chosen = settings.value?.environments[name];
    if (findings.length + secrets.length > 0 || !chosen) {
        // What looks like a secret is told as that, and not as something of a wrong form too.
        throw new errors/* UserError */.yo(read_environment_inOrder([...(0,check_document/* withoutThese */.Od)(findings, secrets), ...secrets]));
    }
    const sources = {
        settings: settings.source,
        contracts: contracts.value && contracts.source,
        clients: clientSet && clients.source,
    };
    const references = Object.values(sources).flatMap((source) => (source === undefined ? [] : secretReferences(source)));
    const environment = {
        name,
        file,
        folder,
        chain: chosen.chain,
        store: chosen.store,
        cluster: chosen.cluster,
        contracts: contracts.value && {
            file: contracts.source.file,
            folder: external_node_path_.posix.dirname(contracts.source.file),
            set: contracts.value,
            prepared: set.prepared,
        },
        clients: clientSet,
        warnings: read_environment_inOrder(drafts.warnings),
        locate: (document, path) => sources[document]?.locate(path) ?? settings.source.locate(['environments', name]),
        findings: (document, problems) => {
            const source = sources[document];
            return source === undefined ? problems.map(({ message }) => ({ message })) : (0,check_document/* toFindings */.Sz)(source, problems);
        },
        secretReferences: [...new Set(references.map(({ reference }) => reference))],
        placesOf: (wanted) => references.filter(({ reference }) => reference === wanted).map(({ place }) => place),
    };
    (0,require_parts/* requireParts */.a)(environment, needs);
    return environment;
}
/** What of a file can't be read as it stands; a mistyped key can, and so can what stands there. */
function formFindings({ source, problems }) {
    return [...source.findings, ...(0,check_document/* toFindings */.Sz)(source, problems)];
}
/** What the artifacts say of a set, as far as it and its chain are right by themselves. */
async function prepared({ source, raw, problems: gaps }, chain, prepare) {
    if (prepare === undefined || membersOf(raw) === undefined || !source.isCertain([]))
        return { prepared: undefined, findings: [] };
    const draft = (0,draft_set/* draftSet */.E)(raw, gaps);
    const { prepared: set, problems } = await prepare(draft.set, external_node_path_.posix.dirname(source.file), chain, draft.gaps);
    return { prepared: set, findings: (0,check_document/* toFindings */.Sz)(source, problems) };
}
/** What the clients need of the contract set, though something else may be wrong with either file. */
function checkTogether(contracts, clients, clientSet) {
    const names = contracts === undefined ? contractsNamed(clients.raw) : namesOf(contracts);
    if (names === undefined)
        return { findings: [], warnings: [], dialled: [] };
    return clientSet && clients.isNearlyWhole
        ? draftConfigurations(clients.source, clientSet, names)
        : { findings: unknownContracts(clients.source, clients.raw, names), warnings: [], dialled: [] };
}
/** Clients that others dial by a name for which no manifest has a Service: they would be looked for in vain. */
function unreachable(source, { clients, findings }, dialled, namespace) {
    // A manifest with mistakes may have the Service all the same.
    const manifest = clients?.manifest;
    if (clients === undefined || manifest === undefined || findings.length > 0)
        return [];
    const services = (0,name_check/* serviceNames */._m)(manifest, clients.clients.map(({ name }) => name));
    const lost = dialled.filter((name) => !services.has(name));
    return lost.map((name) => {
        const at = Object.hasOwn(manifest.own, name) ? ['clients', name, 'manifest'] : ['manifest'];
        const message = `${name} is dialled by others at ${name}.${namespace}.svc, but its manifest has no Service ${name}: add a headless one`;
        return { ...source.locate(at), message };
    });
}
function namesOf({ source, raw }) {
    const set = source.isCertain(['contracts']) ? membersOf(membersOf(raw)?.['contracts']) : undefined;
    return set && Object.keys(set);
}
/** A file that the environment names. One that can't be read is a mistake at the line that names it. */
async function readNamed(readFile, settings, environment, key, path, schema) {
    const nothing = { ...(0,check_document/* checkDocument */.sw)((0,yaml_document/* readYaml */.g)(path ?? key, ''), schema), findings: [] };
    if (path === undefined)
        return nothing;
    const file = external_node_path_.posix.join(external_node_path_.posix.dirname(settings.file), path);
    try {
        return (0,check_document/* checkDocument */.sw)((0,yaml_document/* readYaml */.g)(file, await readFile(file)), schema);
    }
    catch (error) {
        const place = settings.locate(['environments', environment, key]);
        return { ...nothing, findings: [{ ...place, message: `${file}: ${(0,read_file/* unreadable */.O$)(error)}` }] };
    }
}
/** What a contract is given, though it stands beside the chain: `environments.NAME.chain.values`. */
function isChainValue([, , section, key]) {
    return section === 'chain' && key === 'values';
}
/** Each finding once, by file and line. */
function read_environment_inOrder(findings) {
    const distinct = [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
    const files = [...new Set(findings.map(({ file }) => file))];
    return distinct.sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0));
}

;// CONCATENATED MODULE: ./src/store/location.js


/** Reads `gs://bucket/prefix` or `file:folder`, the folder relative to `baseFolder`. @throws UserError */
function parseStoreLocation(location, baseFolder) {
    const [, bucket, prefix = ''] = /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/(.*))?$/.exec(location) ?? [];
    if (bucket !== undefined && /^(?:[\w-][\w.-]*(?:\/[\w-][\w.-]*)*\/?)?$/.test(prefix)) {
        return { type: 'bucket', bucket, prefix: prefix.replace(/\/$/, '') };
    }
    const [, path] = /^file:(?!\/\/)([^\0]+)$/.exec(location) ?? [];
    if (path !== undefined)
        return { type: 'directory', folder: (0,external_node_path_.isAbsolute)(path) ? path : (0,external_node_path_.resolve)(baseFolder, path) };
    throw new errors/* UserError */.yo('the store must be gs://BUCKET, gs://BUCKET/PREFIX or file:FOLDER');
}
/**
 * A directory on a hosted runner is deleted with the job: the record of what was deployed, and the journal that keeps a
 * second run from deploying it again, would be lost.
 * @throws UserError
 */
function refuseEphemeralStore(location, mode, isHostedRunner) {
    if (mode === 'plan' || !isHostedRunner || !location.startsWith('file:'))
        return;
    throw new errors/* UserError */.yo(`the store ${location} is a directory, and this runner's disk is deleted after the job: the record of what was deployed would be lost, and the next run would deploy it again. Use a store such as gs://BUCKET, a self-hosted runner, or mode: plan`);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/store/object-name.js
var object_name = __webpack_require__(89829);
;// CONCATENATED MODULE: ./src/store/directory-store.js





/** What follows an object's name in the name of the folder that holds its later generations. */
const laterGenerations = '~';
const incoming = '~incoming';
/**
 * A folder as store. Generation 1 of an object is the file of its name; generation n is `NAME~/n`, and the greatest
 * counts. A generation is written whole under another name and then linked to its own, which the file system does only if
 * nothing is there: so compare-and-swap holds between processes without a lock that a killed process could leave behind.
 * (Removing old generations would break it: a writer could then link a number that was already taken.)
 */
function openDirectoryStore(folder, signal) {
    const generationFile = (name, generation) => generation === 1 ? (0,external_node_path_.join)(folder, name) : (0,external_node_path_.join)(folder, `${name}${laterGenerations}`, String(generation));
    const guarded = (action, name, work) => describeErrors(`${action} ${name} in ${folder}`, signal, work);
    async function currentGeneration(name) {
        const later = await orUndefined((0,promises_.readdir)((0,external_node_path_.join)(folder, `${name}${laterGenerations}`)), 'ENOENT');
        return Math.max(1, ...(later ?? []).map(Number).filter(Number.isSafeInteger));
    }
    async function read(name) {
        const generation = await currentGeneration(name);
        const file = generationFile(name, generation);
        const path = await orUndefined((0,promises_.realpath)(file), 'ENOENT');
        if (path === undefined)
            return undefined;
        await refuseOutside(folder, path);
        return { bytes: new Uint8Array(await (0,promises_.readFile)(path)), generation: String(generation) };
    }
    /** False when the generation is already there. */
    async function write(name, generation, bytes) {
        const file = generationFile(name, generation);
        await makeFolder((0,external_node_path_.join)(folder, incoming));
        await makeFolder((0,external_node_path_.dirname)(file));
        await refuseOutside(folder, await (0,promises_.realpath)((0,external_node_path_.dirname)(file)));
        const draft = (0,external_node_path_.join)(folder, incoming, (0,external_node_crypto_.randomUUID)());
        try {
            await writeDurably(draft, bytes);
            await (0,promises_.link)(draft, file);
            await syncFolder((0,external_node_path_.dirname)(file));
            return true;
        }
        catch (error) {
            if (codeOf(error) === 'EEXIST')
                return false;
            throw error;
        }
        finally {
            await orUndefined((0,promises_.unlink)(draft), 'ENOENT');
        }
    }
    return {
        location: `file:${folder}`,
        read: (name) => guarded('read', name, () => read((0,object_name/* checkObjectName */.R)(name))),
        create: (name, bytes) => guarded('create', name, async () => ((await write((0,object_name/* checkObjectName */.R)(name), 1, bytes)) ? 'created' : 'exists')),
        replace: (name, bytes, generation) => guarded('replace', name, async () => {
            const seen = await read((0,object_name/* checkObjectName */.R)(name));
            if (seen?.generation !== generation)
                return 'changed';
            return (await write(name, Number(generation) + 1, bytes)) ? 'replaced' : 'changed';
        }),
        list: (prefix, { from = '', limit } = {}) => guarded('list', prefix, async () => {
            const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
            if (start !== '')
                (0,object_name/* checkObjectName */.R)(start.slice(0, -1));
            const names = await filesBelow((0,external_node_path_.join)(folder, start));
            return names
                .map((name) => `${start}${name}`)
                .filter((name) => name.startsWith(prefix) && name >= from)
                .sort()
                .slice(0, limit);
        }),
        under: (limits) => openDirectoryStore(folder, limits.signal),
    };
}
async function filesBelow(folder) {
    const entries = await orUndefined((0,promises_.readdir)(folder, { withFileTypes: true, recursive: true }), 'ENOENT');
    return (entries ?? [])
        .filter((entry) => entry.isFile())
        .map((entry) => (0,external_node_path_.relative)(folder, (0,external_node_path_.join)(entry.parentPath, entry.name)).split(external_node_path_.sep).join('/'))
        .filter((name) => !name.includes(laterGenerations));
}
/** A symbolic link in the folder must not lead a write or a read elsewhere. */
async function refuseOutside(folder, path) {
    const way = (0,external_node_path_.relative)(await (0,promises_.realpath)(folder), path);
    if (way === '..' || way.startsWith(`..${external_node_path_.sep}`))
        throw new errors/* RemoteError */.Hi('a symbolic link in the store leads out of it');
}
/** Makes a folder that is still there after a power cut: each new one is entered durably in the one above. */
async function makeFolder(folder) {
    try {
        await (0,promises_.mkdir)(folder);
    }
    catch (error) {
        if (codeOf(error) === 'EEXIST')
            return;
        if (codeOf(error) !== 'ENOENT')
            throw error;
        await makeFolder((0,external_node_path_.dirname)(folder));
        return makeFolder(folder);
    }
    await syncFolder((0,external_node_path_.dirname)(folder));
}
async function writeDurably(file, bytes) {
    const handle = await (0,promises_.open)(file, 'wx', 0o644);
    try {
        await handle.writeFile(bytes);
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
async function syncFolder(folder) {
    const handle = await (0,promises_.open)(folder, 'r');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
async function describeErrors(what, signal, work) {
    signal.throwIfAborted();
    try {
        return await work();
    }
    catch (error) {
        const code = codeOf(error);
        if (code === undefined && !(error instanceof errors/* RemoteError */.Hi))
            throw error;
        const hint = code === 'EPERM' || code === 'ENOTSUP' ? ' (the file system must know hard links)' : '';
        throw new errors/* RemoteError */.Hi(`could not ${what}: ${(0,plain_text/* excerpt */.Kb)(error.message)}${hint}`, { cause: error });
    }
}
async function orUndefined(work, code) {
    try {
        return await work;
    }
    catch (error) {
        if (codeOf(error) === code)
            return undefined;
        throw error;
    }
}
/** The system's word for what went wrong; our own errors have none. */
function codeOf(error) {
    const { code, syscall } = (error ?? {});
    return typeof code === 'string' && syscall !== undefined ? code : undefined;
}

;// CONCATENATED MODULE: ./src/store/open-store.js


/** @throws UserError when the location is none; RemoteError when the store can't be reached. */
async function openStore(location, options) {
    const parsed = parseStoreLocation(location, options.baseFolder);
    if (parsed.type === 'directory')
        return openDirectoryStore(parsed.folder, options.signal);
    const { openBucketStore } = await Promise.all(/* import() */[__webpack_require__.e(830), __webpack_require__.e(923), __webpack_require__.e(939)]).then(__webpack_require__.bind(__webpack_require__, 35939));
    return openBucketStore(parsed, options);
}

// EXTERNAL MODULE: ./src/release/digest-key.js
var digest_key = __webpack_require__(23460);
;// CONCATENATED MODULE: ./src/release/open-step.js






/**
 * Reads and checks everything the environment names; the contracts' artifacts only for a step that deploys: no other needs
 * them to be installed. @throws UserError with every mistake of every file.
 */
async function openEnvironment(inputs, ports, 
/** Of the environment's parts, those that the step can't do without. */
needs, { withArtifacts = false } = {}) {
    const prepareContracts = (set, folder, chain, gaps) => (0,prepare_set/* prepareContractSet */.y)(set, (0,external_node_path_.resolve)(ports.workspace, folder), chain, gaps);
    const environment = await readEnvironment({
        readFile: (0,read_file/* workspaceFiles */.PZ)(ports.workspace),
        listFolder: (0,read_file/* workspaceFolders */.BB)(ports.workspace),
        file: (0,external_node_path_.relative)(ports.workspace, inputs.file),
        environment: inputs.environment,
        needs,
        prepareContracts: withArtifacts ? prepareContracts : undefined,
        variables: variablesOf(inputs, ports, needs, withArtifacts),
    });
    for (const warning of environment.warnings)
        ports.log.warning(warning.message, warning);
    hideSecrets(environment, ports);
    refuseEphemeralStore(environment.store, inputs.mode, ports.isHostedRunner);
    return environment;
}
/** An apply that makes the clients' configurations reads all that the clients file names; who deploys asks the chain first. */
function variablesOf({ mode }, { secrets }, needs, isDeploying) {
    const ofClients = mode === 'apply' && needs.includes('clients');
    if (!isDeploying && !ofClients)
        return undefined;
    return {
        isSet: (reference) => (secrets((0,secret_reference/* secretName */.Gf)(reference)) ?? '') !== '',
        ofClients,
        keyProblem: ofClients ? (0,digest_key/* digestKeyProblem */.t)(secrets, 'what is secret of the clients') : undefined,
    };
}
/** The environment's store. A `file:` store is relative to keep-deploy.yml. */
async function openEnvironmentStore(environment, inputs, ports) {
    return openStoreAt(environment.store, inputs, ports);
}
/** The store at a location of keep-deploy.yml. */
function openStoreAt(location, inputs, ports) {
    return openStore(location, {
        baseFolder: (0,external_node_path_.dirname)(inputs.file),
        signal: ports.signal,
        log: ports.log,
        endpoint: ports.storageEndpoint,
    });
}
/**
 * Reading a `$NAME` hides its value in all that is printed. A step may need only some of them, but its clients, its chain
 * and its cluster know the others too and may say them.
 */
function hideSecrets({ secretReferences }, { secrets }) {
    for (const reference of secretReferences)
        secrets((0,secret_reference/* secretName */.Gf)(reference));
    (0,digest_key/* digestKey */.C)(secrets, undefined);
}


/***/ }),

/***/ 50267:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ counted)
/* harmony export */ });
/** A number of things, in words that agree with it: `1 transaction`, `2 transactions`. */
function counted(number, noun, plural = `${noun}s`) {
    return `${number} ${number === 1 ? noun : plural}`;
}


/***/ }),

/***/ 58943:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ checkAgainst)
/* harmony export */ });
/* harmony import */ var _nearest_name_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(95675);
/* harmony import */ var _seen_value_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(54602);


/**
 * Checks a value and says each mistake in one sentence: what was expected, what was seen. A schema's own messages begin
 * with "expected"; they are completed with what was seen, unless they speak of `$NAME`: what stands where a secret
 * belongs is never repeated. (valibot is not imported here, only its schemas' shape is known.)
 */
function checkAgainst(schema, value) {
    const root = unwrapped(schema);
    const passed = overlooked(root, value, []);
    const { issues, value: output } = schema['~run']({ value }, {});
    if (issues === undefined && passed.length === 0)
        return { value: output };
    const isBelow = ({ path }) => passed.some((other) => other.path.every((step, index) => path[index] === step));
    const problems = (issues ?? []).flatMap((issue) => problemsOf(root, issue));
    return { problems: [...passed, ...problems.filter((problem) => !isBelow(problem))] };
}
/** What valibot lets pass: a list for a map whose keys are all optional, and names it drops because of JavaScript's own. */
function overlooked(shape, value, path) {
    if (value === null || typeof value !== 'object')
        return [];
    if (shape.options) {
        const option = nearestOption(shape.options, value);
        return option ? overlooked(option, value, path) : [];
    }
    if (Array.isArray(value) && (shape.entries || shape.value))
        return [{ path, message: 'expected a map, found a list' }];
    return Object.entries(value).flatMap(([key, child]) => {
        const childPath = [...path, Array.isArray(value) ? Number(key) : key];
        if (shape.value && droppedNames.has(key))
            return [{ path: childPath, message: `the name "${key}" can't be used: choose another` }];
        const below = shapeBelow(shape, key);
        return below ? overlooked(below, child, childPath) : [];
    });
}
const droppedNames = new Set(['__proto__', 'prototype', 'constructor']);
function shapeBelow(shape, key) {
    const entry = shape.entries && Object.hasOwn(shape.entries, key) ? shape.entries[key] : undefined;
    const below = entry ?? shape.value ?? shape.item;
    return below && unwrapped(below);
}
function problemsOf(root, issue) {
    const path = (issue.path ?? []).map((item) => item.key);
    const parent = issue.path?.at(-1)?.input;
    if (issue.type === 'strict_object' && issue.expected === 'never')
        return unknownKeys(root, path.slice(0, -1), parent);
    const shape = shapeAt(root, path, issue);
    if (issue.type === 'strict_object' && issue.expected?.startsWith('"'))
        return [{ path, message: missingKey(path.at(-1), shape) }];
    if (issue.type === 'union' || issue.type === 'variant') {
        const option = nearestOption(shape?.options ?? [], issue.input);
        const inner = option && checkAgainst(option, issue.input).problems;
        if (inner)
            return inner.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
    }
    return [{ path, message: mistake(issue, shape) }];
}
function mistake(issue, shape) {
    const hasOwnWords = !issue.message.startsWith('Invalid ');
    const expected = hasOwnWords ? issue.message : typeMistake(issue.expected, describe(shape));
    if (!expected.startsWith('expected'))
        return expected;
    if (expected.includes('$NAME') && typeof issue.input === 'string')
        return `${expected}; what was found is not shown`;
    const advice = issue.input === null && mayBeEmpty(shape) ? ': write {}' : '';
    return `${expected}, found ${(0,_seen_value_js__WEBPACK_IMPORTED_MODULE_0__/* .describeSeen */ .j)(issue.input)}${advice}`;
}
/** True for a map that needs no key. */
function mayBeEmpty(shape) {
    return shape?.entries !== undefined && Object.values(shape.entries).every(({ type }) => type === 'optional');
}
function typeMistake(expected, description) {
    return description === undefined ? `expected ${inWords(expected)}` : `expected ${inWords(expected)} (${description})`;
}
function missingKey(key, shape) {
    const description = describe(shape);
    return description === undefined ? `the key "${key}" is missing` : `the key "${key}" is missing: ${description}`;
}
function unknownKeys(root, path, parent) {
    const known = Object.keys(shapeAt(root, path, { input: parent })?.entries ?? {});
    const present = Object.keys(parent);
    return present
        .filter((key) => !known.includes(key))
        .map((key) => {
        const nearest = (0,_nearest_name_js__WEBPACK_IMPORTED_MODULE_1__/* .nearestName */ .q)(key, known.filter((name) => !present.includes(name)));
        const advice = nearest === undefined ? `expected one of ${known.join(', ')}` : `did you mean "${nearest}"?`;
        const problem = { path: [...path, key], message: `unknown key ${(0,_seen_value_js__WEBPACK_IMPORTED_MODULE_0__/* .describeSeen */ .j)(key)}: ${advice}` };
        return nearest === undefined ? problem : { ...problem, meant: nearest };
    });
}
/** The schema of what stands at a path. Where a schema has options, the one that fits the value's keys is followed. */
function shapeAt(root, path, at) {
    let shape = unwrapped(root);
    for (const [index, key] of path.entries()) {
        if (shape?.options)
            shape = nearestOption(shape.options, at.path?.[index]?.input);
        shape = shape && shapeBelow(shape, key);
    }
    return shape?.options && shape.entries === undefined && at.path === undefined
        ? nearestOption(shape.options, at.input)
        : shape;
}
function unwrapped(shape) {
    if (shape.wrapped)
        return unwrapped(shape.wrapped);
    return shape.type === 'lazy' && shape.getter ? unwrapped(shape.getter(undefined)) : shape;
}
function nearestOption(options, value) {
    const all = options.map(unwrapped).flatMap((option) => option.options?.map(unwrapped) ?? [option]);
    if (Array.isArray(value))
        return all.find((option) => option.item);
    if (value === null || typeof value !== 'object')
        return undefined;
    const shared = (option) => Object.keys(value).filter((key) => option.entries && Object.hasOwn(option.entries, key)).length;
    return all.filter((option) => shared(option) > 0).sort((a, b) => shared(b) - shared(a))[0];
}
function describe(shape) {
    return shape?.pipe?.findLast((item) => item.kind === 'metadata' && item.type === 'description')?.description;
}
function inWords(expected) {
    const words = {
        string: 'a text',
        number: 'a number',
        boolean: 'true or false',
        Object: 'a map',
        Array: 'a list',
    };
    const parts = (expected ?? 'something else').replace(/^\((.*)\)$/, '$1').split(' | ');
    return [...new Set(parts.map((part) => words[part] ?? part))].join(' or ');
}


/***/ }),

/***/ 14485:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ inParallel)
/* harmony export */ });
/** Does the work for every item, at most `width` at a time, and gives every outcome: one failure doesn't hide another. */
async function inParallel(width, items, work) {
    const results = [];
    const queue = items.entries();
    const worker = async () => {
        for (const [index, item] of queue) {
            results[index] = await work(item).then((value) => ({ status: 'fulfilled', value }), (reason) => ({ status: 'rejected', reason }));
        }
    };
    await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
    return results;
}


/***/ }),

/***/ 89829:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ checkObjectName)
/* harmony export */ });
/**
 * A name that is a safe path below a folder and means the same in a bucket. `~` marks what the directory store keeps for
 * itself. Names are made by us from checked parts, so a wrong one is our bug.
 */
function checkObjectName(name) {
    const isSafe = name.length <= 500 && name.split('/').every((part) => /^[A-Za-z0-9_@+=-][A-Za-z0-9._@+=-]*$/.test(part));
    if (!isSafe)
        throw new Error(`not a name for the store: ${JSON.stringify(name.slice(0, 100))}`);
    return name;
}


/***/ }),

/***/ 24337:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ movePointer),
/* harmony export */   q: () => (/* binding */ readPointer)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83389);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12354);


async function readPointer(store, name) {
    const found = await store.read(name);
    if (found === undefined)
        return undefined;
    try {
        return {
            target: (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDigest */ .m)(JSON.parse(new TextDecoder().decode(found.bytes)).target),
            generation: found.generation,
        };
    }
    catch (cause) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .RemoteError */ .Hi(`${name} in ${store.location} is no pointer: expected {"target":"sha256:…"}`, { cause });
    }
}
/**
 * Moves a pointer that is still as it was seen (`undefined`: was not there). `unchanged` when it already names the
 * target, whoever moved it; `conflict` when another run moved it elsewhere meanwhile.
 */
async function movePointer(store, name, target, seen) {
    const isStill = async () => (await readPointer(store, name))?.target === target;
    if (seen?.target === target)
        return (await isStill()) ? 'unchanged' : 'conflict';
    const bytes = new TextEncoder().encode((0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .canonicalJson */ .d)({ target }));
    const outcome = seen === undefined ? await store.create(name, bytes) : await store.replace(name, bytes, seen.generation);
    if (outcome === 'created' || outcome === 'replaced')
        return 'moved';
    return (await isStill()) ? 'unchanged' : 'conflict';
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

/***/ 12354:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ canonicalJson)
/* harmony export */ });
/**
 * JSON with sorted keys, no white space and no absent members, so that equal values have equal bytes and a digest over
 * them means something (the idea of RFC 8785; numbers here are always integers within ±2^53).
 */
function canonicalJson(value) {
    if (typeof value === 'string')
        return JSON.stringify(value);
    if (typeof value === 'number') {
        if (!Number.isSafeInteger(value))
            throw new RangeError(`not a safe integer: ${value}`);
        return String(value);
    }
    if (Array.isArray(value))
        return `[${value.map(canonicalJson).join(',')}]`;
    if (value === null || typeof value !== 'object')
        return JSON.stringify(value);
    // A thousand clients are written this way several times in each run: nothing is made on the way but the text.
    const members = value;
    let text = '';
    for (const key of Object.keys(members).sort()) {
        const member = members[key];
        if (member !== undefined)
            text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `{${text}}`;
}


/***/ }),

/***/ 94149:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ keyedDigestOf),
/* harmony export */   o: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/** The digest of bytes, or of a text's UTF-8 bytes. */
function digestOf(content) {
    return `sha256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex')}`;
}
/**
 * A digest that only a holder of the key can compute or check (HMAC-SHA-256): a plain digest of a short secret could be
 * guessed from a list.
 */
function keyedDigestOf(key, content) {
    return `sha256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha256', key).update(content).digest('hex')}`;
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


/***/ }),

/***/ 64589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gf: () => (/* binding */ secretName),
/* harmony export */   IC: () => (/* binding */ isSecretReference),
/* harmony export */   OA: () => (/* binding */ secretReferencePattern)
/* harmony export */ });
/** Matches a whole value that is a reference to the step's environment. */
const secretReferencePattern = /^\$[A-Z][A-Z0-9_]*$/;
/** True when the whole text is `$NAME`. */
function isSecretReference(text) {
    return secretReferencePattern.test(text);
}
/** The environment variable's name without its `$`. */
function secretName(reference) {
    return reference.slice(1);
}


/***/ })

};

