export const id = 412;
export const ids = [412];
export const modules = {

/***/ 70206:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ cleanForeignText)
/* harmony export */ });
/** Text from another program made fit for an error message: one line, no control characters, at most 500 characters. */
function cleanForeignText(text, secrets = []) {
    const withoutSecrets = secrets
        .filter((secret) => secret.length > 3)
        .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
    const oneLine = withoutSecrets.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
    return oneLine.length > 500 ? `${oneLine.slice(0, 499)}…` : oneLine;
}


/***/ }),

/***/ 3970:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ describeWrongChain),
/* harmony export */   q: () => (/* binding */ checkCode)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7423);

/** Reads the code at every address of the record again; an empty list means that all of it is on this chain now. */
async function checkCode(chain, record, signal) {
    const state = await chain.observe(record.deployer, record.contracts.map(({ address }) => address), signal);
    const wrongChain = describeWrongChain(state.identity, record.chain);
    if (wrongChain !== undefined)
        return [{ contract: '', message: wrongChain }];
    return record.contracts.flatMap(({ name, address, codeHash }) => {
        const code = state.codes.get(address) ?? '0x';
        if (code === '0x')
            return [{ contract: name, message: `${name}: there is no code at ${address}` }];
        return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .keccak256 */ .S)(code) === codeHash
            ? []
            : [{ contract: name, message: `${name}: the code at ${address} is not the recorded one` }];
    });
}
/** Why a chain is not the one that a record speaks of. */
function describeWrongChain(seen, recorded) {
    if (seen.id !== recorded.id)
        return `the chain's id is ${seen.id}, the contract record is of chain ${recorded.id}`;
    if (seen.genesisHash !== recorded.genesisHash) {
        return `the chain has another first block (${seen.genesisHash}) than the contract record's (${recorded.genesisHash}): it was reset, or it is another chain with the same id`;
    }
    return undefined;
}


/***/ }),

/***/ 14024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ systemClock)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);

const systemClock = {
    now: () => performance.now(),
    unixSeconds: () => Math.floor(Date.now() / 1000),
    async sleep(durationMs, signal) {
        signal.throwIfAborted();
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(durationMs, undefined, { signal });
        }
        catch (error) {
            signal.throwIfAborted();
            throw error;
        }
    },
};


/***/ }),

/***/ 36905:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DM: () => (/* binding */ parseContractRecord),
/* harmony export */   _t: () => (/* binding */ contractRecordDigest)
/* harmony export */ });
/* unused harmony exports contractRecordSchema, encodeContractRecord */
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(91032);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12354);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94149);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(83573);



const hex = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .check */ .z6Y(_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .isHex */ .qv, 'expected 0x and hexadecimal digits'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => text));
const hash = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(hex, valibot__WEBPACK_IMPORTED_MODULE_0__/* .length */ .Bw9(66, 'expected 32 bytes'));
const address = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .rawTransform */ .NTK(readAddress));
const json = valibot__WEBPACK_IMPORTED_MODULE_0__/* .lazy */ .RZV(() => valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([valibot__WEBPACK_IMPORTED_MODULE_0__/* ["null"] */ .chJ(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(json), valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), json)]));
const block = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeInteger */ .Y2b());
const contractSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    name: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    address,
    /** Of the runtime code, proved byte for byte. */
    codeHash: hash,
    block,
    transaction: hash,
    /** Integers as decimal text, bytes and addresses as hexadecimal text. */
    arguments: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(json),
    libraries: valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), address),
    fingerprint: hash,
    /** `predicted` stands only in what a plan shows; a stored record never has it. */
    proof: valibot__WEBPACK_IMPORTED_MODULE_0__/* .picklist */ .KIO(['exact', 'predicted']),
});
const callSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    contract: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    function: valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    target: address,
    calldata: hex,
    /** In wei, as decimal text. */
    value: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^\d+$/, 'expected an amount in wei')),
    transaction: hash,
    block,
});
/** What is on a chain: every contract of a set and every call that was done. Content-addressed; commit and run stand beside it. */
const contractRecordSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    version: valibot__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(1),
    chain: valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ id: valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeInteger */ .Y2b()), genesisHash: hash }),
    deployer: address,
    contracts: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(contractSchema),
    calls: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(callSchema),
});
/** The record's bytes: canonical, so that equal records have equal digests. */
function encodeContractRecord(record) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .canonicalJson */ .d)(record);
}
function contractRecordDigest(record) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .digestOf */ .o)(encodeContractRecord(record));
}
/** Reads a stored record. @throws UserError that says what is wrong with it. */
function parseContractRecord(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (error) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .yo('the contract record is no JSON', { cause: error });
    }
    const parsed = valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xLC(contractRecordSchema, value);
    if (!parsed.success) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .yo(parsed.issues.map((issue) => ({
            message: `the contract record can't be used: ${valibot__WEBPACK_IMPORTED_MODULE_0__/* .getDotPath */ .BuJ(issue) ?? 'the whole'}: ${issue.message}`,
        })));
    }
    const predicted = parsed.output.contracts.filter(({ proof }) => proof === 'predicted').map(({ name }) => name);
    if (predicted.length > 0)
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .yo(`the contract record holds only a plan: ${predicted.join(', ')} not proved on the chain`);
    return parsed.output;
}
function readAddress({ dataset, addIssue, NEVER, }) {
    try {
        return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_5__/* .parseAddress */ .o)(dataset.value);
    }
    catch (error) {
        addIssue({ message: error instanceof Error ? error.message : 'expected an address' });
        return NEVER;
    }
}


/***/ }),

/***/ 71460:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ resolveSecret),
/* harmony export */   M: () => (/* binding */ resolveSecrets)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(64589);


/**
 * Reads `$NAME`s from the step's environment.
 * @throws UserError naming every one that is missing, at each line that needs it.
 */
function resolveSecrets(environment, references, secrets) {
    const values = new Map(references.map((reference) => [reference, secrets((0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .secretName */ .Gf)(reference)) ?? '']));
    const missing = [...values].filter(([, value]) => value === '').map(([reference]) => reference);
    if (missing.length > 0) {
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(missing.flatMap((reference) => {
            const message = `${reference} is not set in the step's environment: add it to the step's env, from a secret`;
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

/***/ 71695:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  e: () => (/* binding */ codeFindings),
  F: () => (/* binding */ openEnvironmentChain)
});

// EXTERNAL MODULE: ./src/configuration/template-reference.js
var template_reference = __webpack_require__(51729);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/values/secret-reference.js
var secret_reference = __webpack_require__(64589);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(77934);
// EXTERNAL MODULE: ./src/values/hex.js
var hex = __webpack_require__(91032);
// EXTERNAL MODULE: ./src/values/address.js
var address = __webpack_require__(83573);
;// CONCATENATED MODULE: ./src/contracts/chain/eth-call.js

/** The parameters of eth_call: overrides stand in the third and fourth place, and only when there are some. */
function callParams(request) {
    const transaction = {
        from: request.from,
        ...(request.to === undefined ? {} : { to: request.to }),
        data: request.data,
        ...(request.value === undefined || request.value === 0n ? {} : { value: hexQuantity(request.value) }),
        ...(request.gas === undefined ? {} : { gas: hexQuantity(request.gas) }),
    };
    const block = request.block === undefined ? 'latest' : hexQuantity(request.block);
    if (request.accounts === undefined && request.blockOverride === undefined)
        return [transaction, block];
    const accounts = Object.fromEntries([...(request.accounts ?? [])].map(([where, account]) => [
        where,
        {
            ...(account.nonce === undefined ? {} : { nonce: hexQuantity(account.nonce) }),
            ...(account.code === undefined ? {} : { code: account.code }),
            ...(account.isStorageEmpty === true ? { state: {} } : {}),
        },
    ]));
    if (request.blockOverride === undefined)
        return [transaction, block, accounts];
    const { number, timeSeconds } = request.blockOverride;
    return [transaction, block, accounts, { number: hexQuantity(number), time: hexQuantity(timeSeconds) }];
}
/** Tells an output from a revert, and both from a node that could not run it. */
function readCallAnswer(answer) {
    if ('error' in answer) {
        const data = revertData(answer.error);
        const isRevert = data !== undefined || answer.error.code === 3 || /revert/i.test(answer.error.message);
        if (!isRevert)
            return { kind: 'failed', message: answer.error.message };
        return { kind: 'revert', data: data ?? '0x', message: answer.error.message };
    }
    const { result } = answer;
    if (typeof result !== 'string' || !(0,hex/* isHex */.qv)(result))
        return { kind: 'failed', message: 'the answer is no bytes' };
    return { kind: 'output', data: result.toLowerCase() };
}
function revertData({ data }) {
    if (typeof data === 'string' && (0,hex/* isHex */.qv)(data))
        return data;
    if (typeof data === 'object' && data !== null && 'data' in data && typeof data.data === 'string' && (0,hex/* isHex */.qv)(data.data))
        return data.data;
    return undefined;
}
function hexQuantity(value) {
    return `0x${value.toString(16)}`;
}

// EXTERNAL MODULE: ./src/contracts/chain/foreign-text.js
var foreign_text = __webpack_require__(70206);
;// CONCATENATED MODULE: ./src/contracts/chain/rpc-chain.js





const quantity = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^0x[0-9a-fA-F]{1,64}$/, 'no quantity'));
const big = dist/* pipe */.FsL(quantity, dist/* transform */.pdi((text) => BigInt(text)));
const small = dist/* pipe */.FsL(quantity, dist/* transform */.pdi((text) => Number(text)), dist/* safeInteger */.Y2b());
const bytes = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* check */.z6Y(hex/* isHex */.qv, 'no bytes'), dist/* transform */.pdi((text) => text.toLowerCase()));
const hash = dist/* pipe */.FsL(bytes, dist/* length */.Bw9(66));
const rpc_chain_address = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^0x[0-9a-fA-F]{40}$/), dist/* transform */.pdi((text) => (0,address/* parseAddress */.o)(text.toLowerCase())));
const genesis = dist/* object */.Ikc({ hash });
const timedBlock = dist/* object */.Ikc({ timestamp: small });
const latestBlock = dist/* object */.Ikc({ number: small, timestamp: small, gasLimit: big, baseFeePerGas: dist/* nullish */.cl6(big) });
const receipt = dist/* nullable */.mee(dist/* object */.Ikc({
    transactionHash: hash,
    status: small,
    blockNumber: small,
    blockHash: hash,
    gasUsed: big,
    contractAddress: dist/* nullish */.cl6(rpc_chain_address),
}));
/** The chain port over JSON-RPC. */
function createRpcChain(rpc) {
    async function observe(deployer, codeAt, signal) {
        const reads = [
            { method: 'eth_chainId', params: [] },
            { method: 'eth_getBlockByNumber', params: ['0x0', false] },
            { method: 'eth_getBlockByNumber', params: ['latest', false] },
            { method: 'eth_gasPrice', params: [] },
            { method: 'eth_getTransactionCount', params: [deployer, 'latest'] },
            { method: 'eth_getTransactionCount', params: [deployer, 'pending'] },
            { method: 'eth_getBalance', params: [deployer, 'latest'] },
        ];
        const calls = [...reads, ...codeAt.map(codeCall)];
        const answers = await rpc.batch(calls, signal);
        const at = (index, schema) => readResult(calls, answers, index, schema);
        const block = at(2, latestBlock);
        return {
            identity: { id: at(0, small), genesisHash: at(1, genesis).hash },
            block: { number: block.number, timeSeconds: block.timestamp, gasLimit: block.gasLimit },
            baseFee: block.baseFeePerGas ?? undefined,
            gasPrice: at(3, big),
            nonce: at(4, small),
            pendingNonce: at(5, small),
            balance: at(6, big),
            codes: new Map(codeAt.map((where, index) => [where, at(reads.length + index, bytes)])),
        };
    }
    async function codes(addresses, signal) {
        return readAll(addresses.map(codeCall), bytes, signal);
    }
    async function nonces(addresses, block, signal) {
        const calls = addresses.map((where) => ({
            method: 'eth_getTransactionCount',
            params: [where, hexQuantity(block)],
        }));
        return readAll(calls, small, signal);
    }
    async function progress(deployer, signal) {
        const calls = [
            { method: 'eth_blockNumber', params: [] },
            { method: 'eth_getTransactionCount', params: [deployer, 'latest'] },
        ];
        const [blockNumber = 0, nonce = 0] = await readAll(calls, small, signal);
        return { blockNumber, nonce };
    }
    async function receipts(hashes, signal) {
        const calls = hashes.map((hash) => ({ method: 'eth_getTransactionReceipt', params: [hash] }));
        return (await readAll(calls, receipt, signal)).map((answer) => answer === null
            ? undefined
            : {
                hash: answer.transactionHash,
                isSuccess: answer.status === 1,
                block: answer.blockNumber,
                blockHash: answer.blockHash,
                gasUsed: answer.gasUsed,
                contractAddress: answer.contractAddress ?? undefined,
            });
    }
    async function blockTimes(numbers, signal) {
        const calls = numbers.map((number) => ({ method: 'eth_getBlockByNumber', params: [hexQuantity(number), false] }));
        return (await readAll(calls, timedBlock, signal)).map((block) => block.timestamp);
    }
    async function send(transactions, signal) {
        const answers = await rpc.batch(transactions.map((raw) => ({ method: 'eth_sendRawTransaction', params: [raw] })), signal);
        return answers.map((answer) => ('error' in answer ? classifyRefusal(answer.error) : { kind: 'accepted' }));
    }
    async function call(requests, signal) {
        const answers = await rpc.batch(requests.map((request) => ({ method: 'eth_call', params: callParams(request) })), signal);
        return answers.map(readCallAnswer);
    }
    async function readAll(calls, schema, signal) {
        if (calls.length === 0)
            return [];
        const answers = await rpc.batch(calls, signal);
        return calls.map((_, index) => readResult(calls, answers, index, schema));
    }
    return { observe, codes, nonces, progress, receipts, blockTimes, send, call };
}
function codeCall(where) {
    return { method: 'eth_getCode', params: [where, 'latest'] };
}
function readResult(calls, answers, index, schema) {
    const method = calls[index]?.method ?? '';
    const answer = answers[index];
    if (answer === undefined)
        throw new errors/* RemoteError */.Hi(`the chain's RPC node gave no answer to ${method}`);
    if ('error' in answer)
        throw new errors/* RemoteError */.Hi(`the chain's RPC node refused ${method}: ${answer.error.message}`);
    const parsed = dist/* safeParse */.xLC(schema, answer.result);
    if (!parsed.success)
        throw new errors/* RemoteError */.Hi(`the chain's RPC node answered ${method} with what can't be used: ${(0,foreign_text/* cleanForeignText */.V)(parsed.issues[0].message)}`);
    return parsed.output;
}
/** Nodes have no codes for these; the words are geth's, and every other node's are like them. */
function classifyRefusal(failure) {
    const isKnown = /already known|known transaction|already imported|already exists|nonce too low|nonce is too low/i.test(failure.message);
    return isKnown ? { kind: 'known' } : { kind: 'refused', message: failure.message };
}

// EXTERNAL MODULE: ./src/contracts/clock.js
var contracts_clock = __webpack_require__(14024);
;// CONCATENATED MODULE: ./src/contracts/open-chain.js




/** Opens the chain that an environment names. Nothing is asked yet. @throws UserError when the URL is missing or none. */
function openChain({ rpc }, { secrets, log, clock = contracts_clock/* systemClock */.m, timeoutMs = 30_000 }) {
    const url = (0,secret_reference/* isSecretReference */.IC)(rpc) ? secrets((0,secret_reference/* secretName */.Gf)(rpc)) : rpc;
    if (url === undefined)
        throw new errors/* UserError */.yo(`${rpc} is not set: expected the URL of the chain's RPC node`);
    if (!URL.canParse(url) || !/^https?:\/\//i.test(url)) {
        throw new errors/* UserError */.yo(`${(0,secret_reference/* isSecretReference */.IC)(rpc) ? rpc : 'chain.rpc'} is no URL that can be used: expected one that starts with http:// or https://`);
    }
    return createRpcChain(onFirstUse(async () => {
        const { openHttpRpc } = await __webpack_require__.e(/* import() */ 748).then(__webpack_require__.bind(__webpack_require__, 39748));
        return openHttpRpc(url, { timeoutMs, clock, log });
    }));
}
/** Node's HTTPS takes longer to load than everything else here, and not every step asks the chain. */
function onFirstUse(open) {
    let opened;
    return {
        async batch(calls, signal) {
            opened ??= open();
            return await (await opened).batch(calls, signal);
        },
    };
}

// EXTERNAL MODULE: ./src/contracts/check-code.js
var check_code = __webpack_require__(3970);
// EXTERNAL MODULE: ./src/environment/resolve-secrets.js
var resolve_secrets = __webpack_require__(71460);
;// CONCATENATED MODULE: ./src/release/chain-gate.js




/** The environment's chain. The RPC's URL may be a `$NAME`. */
function openEnvironmentChain(environment, { secrets, log }) {
    const { rpc } = environment.chain;
    if ((0,secret_reference/* isSecretReference */.IC)(rpc))
        (0,resolve_secrets/* resolveSecret */.J)(environment, rpc, secrets);
    return openChain(environment.chain, { secrets, log });
}
/**
 * Contracts before clients: what of the record is not on the chain now. Each finding stands where the clients' template
 * names the contract, or else where the contract set does.
 */
async function codeFindings(environment, chain, record, ports) {
    const wrong = await (0,check_code/* checkCode */.q)(chain, record, ports.signal);
    const { configuration, clients } = environment.clients;
    const references = [
        ...(0,template_reference/* referencesIn */.ii)(configuration.template, ['configuration', 'template']),
        ...clients.flatMap((client) => (0,template_reference/* referencesIn */.ii)(client.configuration, ['clients', client.name, 'configuration'])),
    ];
    return wrong.flatMap(({ contract, message }) => {
        if (contract === '')
            return [{ message }];
        const used = references.filter(({ reference }) => reference.kind === 'contract' && reference.name === contract);
        const problems = used.map(({ path }) => ({ path, message }));
        if (problems.length > 0)
            return environment.findings('clients', problems);
        return environment.findings('contracts', [{ path: ['contracts', contract], message }]);
    });
}


/***/ }),

/***/ 67798:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  js: () => (/* binding */ clusterPinName),
  sW: () => (/* binding */ fetchDocument),
  HF: () => (/* binding */ isPublished),
  MT: () => (/* binding */ journalFolder),
  Jy: () => (/* binding */ pointerName),
  mk: () => (/* binding */ publish)
});

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
;// CONCATENATED MODULE: ./src/store/content.js


/** Stores bytes under their digest. The same bytes again write nothing. */
async function putContent(store, folder, bytes) {
    const digest = (0,content_digest/* digestOf */.o)(bytes);
    const isNew = (await store.create(contentName(folder, digest), bytes)) === 'created';
    if (!isNew)
        await readContent(store, folder, digest);
    return { digest, isNew };
}
/** @throws UserError when nothing has that digest; RemoteError when what is stored under it has another. */
async function readContent(store, folder, digest) {
    const name = contentName(folder, digest);
    const found = await store.read(name);
    if (found === undefined)
        throw new errors/* UserError */.yo(`the store ${store.location} has no ${name}`);
    const actual = (0,content_digest/* digestOf */.o)(found.bytes);
    if (actual !== digest)
        throw new errors/* RemoteError */.Hi(`${name} in ${store.location} is damaged: its content's digest is ${actual}`);
    return found.bytes;
}
function contentName(folder, digest) {
    return `${folder}/${digest.slice('sha256:'.length)}.json`;
}

// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
;// CONCATENATED MODULE: ./src/release/store-layout.js


/** The small objects that move: each names one thing that is stored by content. */
const pointerName = (environment, pointer) => `environments/${environment}/${pointer}.json`;
/** Where the identity of an environment's cluster is kept from the first release on. */
const clusterPinName = (environment) => `environments/${environment}/cluster.json`;
/** One sequence of journal entries per chain and deployer, because the nonce is what runs share. */
const journalFolder = (chain, deployer) => `journals/${chain.id}-${chain.genesisHash.slice(2)}/${deployer.toLowerCase()}`;
const nameOf = (kind, digest) => `${kind}/${digest.slice('sha256:'.length)}`;
/** True when the store has exactly this document. */
async function isPublished(store, kind, document) {
    return (await store.read(`${nameOf(kind, (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)(document)))}.json`)) !== undefined;
}
/**
 * Stores a document under its digest, unless it is there. Who made it first stands beside it and outside the digest, and
 * is written before it: a run killed between the two leaves an origin without a document, which the next one overlooks.
 */
async function publish(store, kind, document, run) {
    const text = (0,canonical_json/* canonicalJson */.d)(document);
    const digest = (0,content_digest/* digestOf */.o)(text);
    if (await isPublished(store, kind, document))
        return digest;
    const origin = (0,canonical_json/* canonicalJson */.d)({ commit: run.commit, run: run.id, url: run.url });
    await store.create(`${nameOf(kind, digest)}.origin.json`, new TextEncoder().encode(origin));
    await putContent(store, kind, new TextEncoder().encode(text));
    return digest;
}
/** The document behind a digest, as text. @throws UserError when the store has none, or its bytes are not the digest's. */
async function fetchDocument(store, kind, digest) {
    return new TextDecoder().decode(await readContent(store, kind, digest));
}


/***/ })

};

