export const id = 827;
export const ids = [827];
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
const blockOfTransactions = dist/* object */.Ikc({ transactions: dist/* array */.YOg(dist/* object */.Ikc({ hash, nonce: small, from: rpc_chain_address })) });
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
    async function sentBy(sender, block, signal) {
        const calls = [{ method: 'eth_getBlockByNumber', params: [hexQuantity(block), true] }];
        const [found] = await readAll(calls, blockOfTransactions, signal);
        return (found?.transactions ?? []).filter(({ from }) => from === sender);
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
    return { observe, codes, nonces, progress, receipts, blockTimes, sentBy, send, call };
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
    const setting = (0,secret_reference/* isSecretReference */.IC)(rpc) ? `chain.rpc: ${rpc}` : 'chain.rpc';
    const url = (0,secret_reference/* isSecretReference */.IC)(rpc) ? secrets((0,secret_reference/* secretName */.Gf)(rpc)) : rpc;
    if (url === undefined)
        throw new errors/* UserError */.yo(`${rpc} is not set: expected the URL of the chain's RPC node`);
    if (!URL.canParse(url) || !/^https?:\/\//i.test(url)) {
        throw new errors/* UserError */.yo(`${(0,secret_reference/* isSecretReference */.IC)(rpc) ? rpc : 'chain.rpc'} is no URL that can be used: expected one that starts with http:// or https://`);
    }
    return createRpcChain(onFirstUse(async () => {
        const { openHttpRpc } = await __webpack_require__.e(/* import() */ 748).then(__webpack_require__.bind(__webpack_require__, 39748));
        return openHttpRpc(url, { timeoutMs, clock, log, setting });
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
// EXTERNAL MODULE: ./src/release/literal-addresses.js
var literal_addresses = __webpack_require__(2494);
;// CONCATENATED MODULE: ./src/release/chain-gate.js





/** The environment's chain. The RPC's URL may be a `$NAME`. */
function openEnvironmentChain(environment, { secrets, log }) {
    const { rpc } = environment.chain;
    if ((0,secret_reference/* isSecretReference */.IC)(rpc))
        (0,resolve_secrets/* resolveSecret */.J)(environment, rpc, secrets);
    return openChain(environment.chain, { secrets, log });
}
/**
 * Contracts before clients: what of the record, and of the addresses that stand literally, is not on the chain now. Each finding stands where the clients' template
 * names the contract, or else where the contract set does.
 */
async function codeFindings(environment, chain, record, recipes, ports) {
    const wrong = await (0,check_code/* checkCode */.q)(chain, record, ports.signal);
    const wrongChain = wrong.filter(({ contract }) => contract === '');
    if (wrongChain.length > 0)
        return wrongChain.map(({ message }) => ({ message }));
    const { configuration, clients } = environment.clients;
    const references = [
        ...(0,template_reference/* referencesIn */.ii)(configuration.template, ['configuration', 'template']),
        ...clients.flatMap((client) => (0,template_reference/* referencesIn */.ii)(client.configuration, ['clients', client.name, 'configuration'])),
    ];
    const ofRecord = wrong.flatMap(({ contract, message }) => {
        const used = references.filter(({ reference }) => reference.kind === 'contract' && reference.name === contract);
        const problems = used.map(({ path }) => ({ path, message }));
        if (problems.length > 0)
            return environment.findings('clients', problems);
        return environment.findings('contracts', [{ path: ['contracts', contract], message }]);
    });
    return [...ofRecord, ...(await (0,literal_addresses/* literalFindings */._)(environment, chain, record, recipes, ports.signal))];
}


/***/ }),

/***/ 2494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ literalFindings)
/* harmony export */ });
/** Addresses that a recipe names and no contract of the set has: somebody wrote them down, and may have slipped. */
function literalsIn(recipes, known) {
    return recipes.flatMap(({ client, tree }) => Object.entries(tree.ethereum.ContractAddresses).flatMap(([key, address]) => address === undefined || known.has(address) ? [] : [{ client, key, address }]));
}
/** Contracts before clients, also where an address stands literally: each of them that has no code on the chain now. */
async function literalFindings(environment, chain, { contracts }, recipes, signal) {
    const literals = literalsIn(recipes, new Set(contracts.map(({ address }) => address)));
    const addresses = [...new Set(literals.map(({ address }) => address))];
    if (addresses.length === 0)
        return [];
    const codes = await chain.codes(addresses, signal);
    const empty = new Set(addresses.filter((_, index) => codes[index] === '0x'));
    const findings = literals
        .filter(({ address }) => empty.has(address))
        .map((literal) => findingOf(environment, literal));
    // One in the template is the same for every client.
    return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
function findingOf(environment, { client, key, address }) {
    const { configuration, clients } = environment.clients;
    const inTree = ['ethereum', 'ContractAddresses', key];
    const own = clients.find(({ name }) => name === client)?.configuration;
    const message = `${key}: there is no code at ${address}`;
    const places = [
        [own, ['clients', client, 'configuration']],
        [configuration.template, ['configuration', 'template']],
    ];
    // The files of a stored release may be others today.
    const place = places.find(([tree]) => String(valueAt(tree, inTree)).toLowerCase() === address.toLowerCase());
    const [found] = place === undefined ? [] : environment.findings('clients', [{ path: [...place[1], ...inTree], message }]);
    return found ?? { message: `${client}: ${message}` };
}
function valueAt(tree, [key, ...rest]) {
    if (key === undefined)
        return tree;
    if (tree === null || typeof tree !== 'object' || Array.isArray(tree))
        return undefined;
    return valueAt(tree[key], rest);
}


/***/ }),

/***/ 51827:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  migrateContracts: () => (/* binding */ migrate_contracts_migrateContracts),
  migrateEnvironment: () => (/* binding */ migrateEnvironment)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/values/address.js
var address = __webpack_require__(83573);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/values/keccak.js
var keccak = __webpack_require__(7423);
;// CONCATENATED MODULE: ./src/contracts/build-record.js

const nothing = (0,keccak/* keccak256 */.S)('0x');
/** The record that a plan leaves, from what its steps have come to. */
function buildRecord(plan, chain, deployer, results) {
    const contracts = [];
    const calls = [];
    for (const step of plan.steps) {
        const { transaction, block } = ('nonce' in step ? results.result(step.nonce) : undefined) ?? {
            transaction: nothing,
            block: 0,
        };
        if (step.kind === 'keep')
            contracts.push(step.known);
        else if (step.kind === 'skip')
            calls.push(step.known);
        else if (step.kind === 'call') {
            const { contract, target, calldata } = step;
            calls.push({
                contract,
                function: step.function,
                target,
                calldata,
                value: step.value.toString(),
                transaction,
                block,
            });
        }
        else {
            contracts.push({
                name: step.contract,
                address: step.address,
                codeHash: results.codeHash(step.address) ?? nothing,
                block,
                transaction,
                arguments: [...step.arguments],
                libraries: { ...step.libraries },
                fingerprint: step.fingerprint,
                proof: results.isProved ? 'exact' : 'predicted',
            });
        }
    }
    return { version: 1, chain: { id: chain.id, genesisHash: chain.genesisHash }, deployer, contracts, calls };
}

;// CONCATENATED MODULE: ./src/contracts/call-gate.js
/**
 * The gate before every call. A call to an address where a creation failed *succeeds*, because nothing is there, and
 * `transferOwnership(nothing)` gives ownership away for ever. So a call may be signed, and its logged bytes may be sent
 * again, only when each contract that it names has its proved code on the chain.
 * @throws Error naming the addresses, because whoever asks has to prove them first.
 */
function requireProved(what, names, proved) {
    const missing = names.filter((address) => !proved.has(address));
    if (missing.length > 0)
        throw new Error(`${what} names contracts that are not proved on the chain: ${missing.join(', ')}`);
    return names.map((address) => ({ address, codeHash: proved.get(address) ?? '0x' }));
}
/** The names that don't have their proved code (any more). */
function namesWithoutCode(names, codeHashes) {
    return names.filter(({ address, codeHash }) => codeHashes.get(address) !== codeHash).map(({ address }) => address);
}

;// CONCATENATED MODULE: ./src/contracts/describe-step.js
/** A logged transaction, for a person. */
function describeStep({ step }) {
    return step.kind === 'create' ? `the creation of ${step.contract}` : `the call ${step.contract}.${step.function}`;
}

;// CONCATENATED MODULE: ./src/contracts/nonce-use.js


/**
 * Proves that another transaction has used the nonce. A receipt that isn't there proves nothing: a node may have pruned
 * it, or lag behind, and a contract that is taken for lost would be created twice. So the block in which the deployer's
 * count passed the nonce is looked for, and the transaction that did it in that block.
 * @throws RemoteError when it was this one after all, or the node can't tell.
 */
async function requireReplaced({ chain, deployer, signal }, transaction, latestBlock) {
    const { nonce, hash } = transaction;
    let before = -1;
    let block = latestBlock;
    while (block - before > 1) {
        const middle = Math.floor((before + block) / 2);
        const [count = 0] = await chain.nonces([deployer], middle, signal);
        if (count > nonce)
            block = middle;
        else
            before = middle;
    }
    const used = (await chain.sentBy(deployer, block, signal)).find((sent) => sent.nonce === nonce)?.hash;
    if (used !== undefined && used !== hash)
        return;
    const seen = used === hash ? `it is in block ${block}` : `its nonce ${nonce} is used, and block ${block} doesn't say by what`;
    throw new errors/* RemoteError */.Hi(`the chain's node has no receipt of ${describeStep(transaction)} (${hash}), but ${seen}: the node lags behind or has pruned it. Nothing is taken for lost and nothing more was sent. Run again later, or with a node that has its receipts`);
}

;// CONCATENATED MODULE: ./src/contracts/delivery.js



const sayStillAfterMs = 15_000;
/** A receipt can lag behind the nonce; after this long it is looked for who has used the nonce. */
const replacedAfterMs = 30_000;
/**
 * Hands logged transactions to the chain in the order of their nonces and waits until each nonce is used. Only logged
 * bytes are ever sent, so that sending them again can do no harm. The result has no receipt for a transaction whose
 * nonce was proved to be used by another one.
 */
async function deliver(wait, transactions) {
    const receipts = new Map();
    let open = [...transactions].sort((a, b) => a.nonce - b.nonce);
    const heartbeat = watchBlocks(wait);
    let sentAtBlock;
    let missingSince;
    while (open.length > 0) {
        const progress = await wait.chain.progress(wait.deployer, wait.signal);
        const passed = open.filter(({ nonce }) => nonce < progress.nonce);
        if (passed.length > 0) {
            const found = await wait.chain.receipts(passed.map(({ hash }) => hash), wait.signal);
            for (const receipt of found)
                if (receipt !== undefined)
                    receipts.set(receipt.hash, receipt);
            missingSince = passed.every(({ hash }) => receipts.has(hash)) ? undefined : (missingSince ?? wait.clock.now());
            const isGivenUp = missingSince !== undefined && wait.clock.now() - missingSince >= replacedAfterMs;
            const lost = isGivenUp ? passed.filter(({ hash }) => !receipts.has(hash)) : [];
            for (const transaction of lost)
                await requireReplaced(wait, transaction, progress.blockNumber);
            open = open.filter((transaction) => !receipts.has(transaction.hash) && !lost.includes(transaction));
            if (open.length === 0)
                break;
        }
        // Again after every block that passed some over: a node may have forgotten what did not fit.
        if (sentAtBlock === undefined || progress.blockNumber > sentAtBlock) {
            const unsent = open.filter(({ nonce }) => nonce >= progress.nonce);
            await broadcast(wait, unsent, sentAtBlock === undefined);
            sentAtBlock = progress.blockNumber;
        }
        heartbeat(progress.blockNumber, () => `${transactions.length - open.length} of ${transactions.length} transactions are mined`);
        await wait.clock.sleep(wait.pollMs, wait.signal);
    }
    return receipts;
}
async function broadcast(wait, transactions, isFirst) {
    if (transactions.length === 0)
        return;
    if (!isFirst)
        wait.log.debug(`Sending ${transactions.length} transactions again: the last block did not take them`);
    const answers = await wait.chain.send(transactions.map(({ raw }) => raw), wait.signal);
    for (const [index, answer] of answers.entries()) {
        if (answer.kind !== 'refused')
            continue;
        const transaction = transactions[index];
        const what = transaction === undefined ? '' : describeStep(transaction);
        // Later ones can be refused because a pool takes only so many of one account: they are sent again as blocks pass.
        if (index > 0)
            wait.log.debug(`the chain's node does not take ${what} yet: ${answer.message}`);
        else {
            throw new errors/* RemoteError */.Hi(`the chain's node refused ${what} (nonce ${transaction?.nonce}): ${answer.message}. Its signed bytes stay in the journal; run again when the cause is mended`);
        }
    }
}
/** Waits until the block with this number has the wanted confirmations. */
async function waitForConfirmations(wait, block, confirmations) {
    const heartbeat = watchBlocks(wait);
    for (;;) {
        const { blockNumber } = await wait.chain.progress(wait.deployer, wait.signal);
        const seen = blockNumber - block + 1;
        if (seen >= confirmations)
            return;
        heartbeat(blockNumber, () => `${Math.max(seen, 0)} of ${confirmations} confirmations`);
        await wait.clock.sleep(wait.pollMs, wait.signal);
    }
}
/** Says when the chain stands still, and ends the wait at its deadline with what was seen last. */
function watchBlocks({ clock, log, deadline }) {
    let lastBlock = -1;
    let lastBlockAt = clock.now();
    let lastSaidAt = clock.now();
    return (blockNumber, state) => {
        const now = clock.now();
        if (blockNumber !== lastBlock) {
            lastBlock = blockNumber;
            lastBlockAt = now;
        }
        const still = Math.round((now - lastBlockAt) / 1000);
        if (now >= deadline) {
            throw new errors/* RemoteError */.Hi(`the deadline has passed: ${state()}; the last block, ${lastBlock}, is ${still} s old. What was sent stays in the journal, and the next run goes on from there`);
        }
        if (now - lastSaidAt < sayStillAfterMs)
            return;
        lastSaidAt = now;
        log.info(now - lastBlockAt >= sayStillAfterMs
            ? `No new block for ${still} s (last: ${lastBlock}); ${state()}`
            : `Block ${lastBlock}: ${state()}`);
    };
}

;// CONCATENATED MODULE: ./src/contracts/dispatch.js



/** Signs, makes the signed bytes durable, and only then sends them: a nonce can never be used for two things. */
async function dispatch(wait, signer, writer, plan, outgoing) {
    if (outgoing.length === 0)
        return { logged: [], receipts: new Map() };
    const logged = [];
    for (const { unsigned, step } of outgoing) {
        const { raw, hash } = await signer.sign(unsigned);
        logged.push({ nonce: unsigned.nonce, hash, raw, step });
    }
    await writer.append({ kind: 'transactions', plan, transactions: logged });
    wait.signal.throwIfAborted();
    const receipts = await deliver(wait, logged);
    const replaced = logged.filter(({ hash }) => !receipts.has(hash));
    if (replaced.length > 0) {
        throw new errors/* RemoteError */.Hi(`another transaction of the deployer has taken the nonce of ${replaced.map(describeStep).join(', ')}: does something else use this key? Run again: the next run plans from what is on the chain`);
    }
    return { logged, receipts };
}

;// CONCATENATED MODULE: ./src/contracts/abi/json-abi.js
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

;// CONCATENATED MODULE: ./src/contracts/fees.js
const oneGwei = 1000000000n;
/** One fee for the whole run: twice the base fee leaves room for six full blocks. */
function quoteFee({ baseFee, gasPrice }) {
    if (baseFee === undefined)
        return { kind: 'legacy', gasPrice };
    const tip = gasPrice > baseFee ? gasPrice - baseFee : oneGwei;
    return { kind: 'eip-1559', maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip };
}
/** The most that one unit of gas can cost. */
function highestPrice(fee) {
    return fee.kind === 'legacy' ? fee.gasPrice : fee.maxFeePerGas;
}
/** What a transaction may use: the simulation's figure and a fifth more, because the chain moves on in between. */
function gasLimitFor(simulatedGas, blockGasLimit) {
    const limit = (simulatedGas * 6n) / 5n + 20000n;
    return limit > blockGasLimit && simulatedGas <= blockGasLimit ? blockGasLimit : limit;
}
/** An amount of wei for people. */
function formatEther(wei) {
    const digits = wei.toString().padStart(19, '0');
    const fraction = digits.slice(-18).replace(/0+$/, '').slice(0, 6);
    return `${digits.slice(0, -18)}${fraction === '' ? '' : `.${fraction}`} ether`;
}

;// CONCATENATED MODULE: ./src/contracts/abi/encode.js


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
    return (0,keccak/* keccak256 */.S)(new TextEncoder().encode(signatureOf(entry))).slice(0, 10);
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
    const array = arrayElement(parameter);
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
    const array = arrayElement(parameter);
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

// EXTERNAL MODULE: ./src/contracts/chain/foreign-text.js
var foreign_text = __webpack_require__(70206);
;// CONCATENATED MODULE: ./src/contracts/revert-reason.js



const errorSelector = '0x08c379a0'; // Error(string)
const panicSelector = '0x4e487b71'; // Panic(uint256)
const panics = {
    '1': 'an assertion failed',
    '17': 'an arithmetic overflow',
    '18': 'a division by zero',
    '33': 'a wrong enum value',
    '50': 'an index out of bounds',
    '65': 'out of memory',
};
/** Why code reverted, in words: the contract's own reason, its error's name, or what can be said without one. */
function describeRevert(data, abi) {
    if (data === '0x')
        return 'it gives no reason';
    const selector = data.slice(0, 10);
    if (selector === errorSelector)
        return JSON.stringify((0,foreign_text/* cleanForeignText */.V)(stringAt(data)));
    if (selector === panicSelector) {
        const code = BigInt(`0x${data.slice(10, 74) || '0'}`).toString();
        return panics[code] ?? `panic code ${code}`;
    }
    const error = abi.find((entry) => entry.type === 'error' && selectorOf(entry) === selector);
    return error === undefined ? `it gives ${data.slice(0, 74)}${data.length > 74 ? '…' : ''}` : signatureOf(error);
}
function stringAt(data) {
    const length = Number(BigInt(`0x${data.slice(74, 138) || '0'}`));
    return Buffer.from(data.slice(138, 138 + Math.min(length, 1000) * 2), 'hex').toString('utf8');
}

// EXTERNAL MODULE: ./src/values/hex.js
var values_hex = __webpack_require__(91032);
;// CONCATENATED MODULE: ./src/contracts/simulation/assembler.js

/** Opcodes up to Constantinople, as far as the executor needs them: PUSH0 and other later ones are unknown to older chains. */
const opcodes = {
    ADD: 0x01,
    SUB: 0x03,
    LT: 0x10,
    ISZERO: 0x15,
    CALLDATALOAD: 0x35,
    CALLDATASIZE: 0x36,
    CALLDATACOPY: 0x37,
    RETURNDATASIZE: 0x3d,
    RETURNDATACOPY: 0x3e,
    EXTCODEHASH: 0x3f,
    MLOAD: 0x51,
    MSTORE: 0x52,
    JUMP: 0x56,
    JUMPI: 0x57,
    GAS: 0x5a,
    JUMPDEST: 0x5b,
    PUSH1: 0x60,
    PUSH2: 0x61,
    DUP1: 0x80,
    CREATE: 0xf0,
    CALL: 0xf1,
    RETURN: 0xf3,
};
/** Writes EVM code: numbers are pushed, texts are opcodes. */
function createAssembler() {
    const code = [];
    const labels = new Map();
    const jumps = [];
    const jump = (opcode) => (name) => {
        jumps.push({ at: code.length + 1, label: name });
        code.push(opcodes.PUSH2, 0, 0, opcodes[opcode]);
    };
    return {
        emit(...parts) {
            for (const part of parts) {
                if (typeof part === 'number')
                    code.push(opcodes.PUSH1, part);
                else
                    code.push(opcodes[part]);
            }
        },
        label(name) {
            labels.set(name, code.length);
            code.push(opcodes.JUMPDEST);
        },
        jumpTo: jump('JUMP'),
        jumpIfTo: jump('JUMPI'),
        assemble() {
            for (const { at, label } of jumps) {
                const target = labels.get(label) ?? 0;
                code[at] = target >> 8;
                code[at + 1] = target & 0xff;
            }
            return (0,values_hex/* hexOf */.ZD)(Uint8Array.from(code));
        },
    };
}

;// CONCATENATED MODULE: ./src/contracts/simulation/executor.js

/** Where the data of a step is laid in memory; below stand the variables. */
const dataAt = 0x80;
const out = 0x00;
const at = 0x20;
const gasBefore = 0x40;
const target = 0x60;
const load = (variable) => [variable, 'MLOAD'];
const store = (variable) => [variable, 'MSTORE'];
const input = (offset) => [...load(at), offset, 'ADD', 'CALLDATALOAD'];
const result = (offset) => [...load(out), offset, 'ADD'];
const resultsStart = [0, 'CALLDATALOAD'];
const value = input(32);
const executor_length = input(64);
/**
 * A batch executor: EVM code that is laid over the deployer's own account for one eth_call and there does what the
 * deployer is about to do, step after step. So every creation gets its real address, later steps see the storage that
 * earlier ones wrote, and each step's gas and revert reason come back. (Laying only code over the future addresses shows
 * no storage, and a later call then reverts falsely.)
 *
 * Input: a word with the memory offset of the results, beyond the longest data; then per step three words (target, or
 * zero for a creation; value; length) and the data. Output: per step four words (1 or 0; gas used; hash of the code at
 * the new contract or target; length) and the data that came back. It ends with the first step that fails.
 */
function executorCode() {
    const { emit, label, jumpTo, jumpIfTo, assemble } = createAssembler();
    emit(...resultsStart, ...store(out));
    emit(32, ...store(at));
    label('next');
    emit('CALLDATASIZE', ...load(at), 'LT', 'ISZERO');
    jumpIfTo('end');
    emit(...executor_length, ...load(at), 96, 'ADD', dataAt, 'CALLDATACOPY');
    emit('GAS', ...store(gasBefore));
    emit(...input(0), 'DUP1', ...store(target));
    jumpIfTo('call');
    emit(...executor_length, dataAt, ...value, 'CREATE');
    emit('DUP1', ...store(target));
    jumpTo('done');
    label('call');
    emit(0, 0, ...executor_length, dataAt, ...value, ...load(target), 'GAS', 'CALL');
    label('done'); // on the stack: the new address or 1, or 0 after a failure
    emit('GAS', ...load(gasBefore), 'SUB', ...result(32), 'MSTORE');
    emit('ISZERO', 'ISZERO', 'DUP1', ...result(0), 'MSTORE');
    emit(...load(target), 'EXTCODEHASH', ...result(64), 'MSTORE');
    emit('RETURNDATASIZE', ...result(96), 'MSTORE');
    emit('RETURNDATASIZE', 0, ...result(128), 'RETURNDATACOPY');
    emit(...result(128), 'RETURNDATASIZE', 'ADD', ...store(out));
    emit(...executor_length, ...load(at), 'ADD', 96, 'ADD', ...store(at));
    jumpIfTo('next');
    label('end');
    emit(...resultsStart, ...load(out), 'SUB', ...resultsStart, 'RETURN');
    return assemble();
}

;// CONCATENATED MODULE: ./src/contracts/simulation/simulate.js



/** More than any set needs; nodes cut it to their own limit. */
const simulationGas = 2000000000n;
/** Anybody but the deployer: a sender with code is refused, and the deployer has code while the executor lies over it. */
const caller = (0,address/* parseAddress */.o)('0x00000000000000000000000000000000006b6470');
/**
 * Runs all steps on the latest state, in one eth_call, without a key.
 * @param block as which they run: the coming one, because a chain that has only its first block may carry any time.
 * @throws RemoteError when the node can't lay code over an account in eth_call.
 */
async function simulate(chain, deployer, steps, block, signal) {
    if (steps.length === 0)
        return [];
    const [answer] = await chain.call([
        {
            from: caller,
            to: deployer,
            data: encodeSteps(steps),
            gas: simulationGas,
            blockOverride: block,
            accounts: new Map([[deployer, { code: executorCode() }]]),
        },
    ], signal);
    if (answer?.kind !== 'output') {
        throw new errors/* RemoteError */.Hi(`the chain's RPC node could not simulate the plan (eth_call with the deployer's code overridden): ${answer?.message ?? 'no answer'}. Use a node that supports state overrides, such as geth, Nethermind, reth or anvil`);
    }
    const outcomes = readOutcomes(answer.data, steps);
    if (outcomes.length === 0) {
        throw new errors/* RemoteError */.Hi("the chain's RPC node ignored the state override of eth_call, so the plan can't be simulated: use a node that supports overrides, such as geth, Nethermind, reth or anvil");
    }
    return steps.map((_, index) => outcomes[index] ?? { kind: 'not-reached' });
}
function encodeSteps(steps) {
    const longest = Math.max(...steps.map((step) => step.data.length / 2));
    const resultsAt = dataAt + Math.ceil(longest / 32) * 32;
    const parts = steps.map((step) => {
        const target = (step.to ?? '0x').slice(2).toLowerCase().padStart(64, '0');
        return target + simulate_word(step.value) + simulate_word(BigInt(step.data.length / 2 - 1)) + step.data.slice(2);
    });
    return `0x${simulate_word(BigInt(resultsAt))}${parts.join('')}`;
}
function readOutcomes(output, steps) {
    const outcomes = [];
    let at = 2;
    const readWord = () => {
        at += 64;
        return output.slice(at - 64, at).padEnd(64, '0');
    };
    for (const step of steps) {
        if (at >= output.length)
            break;
        const isSuccess = BigInt(`0x${readWord()}`) === 1n;
        const used = BigInt(`0x${readWord()}`);
        const codeHash = `0x${readWord()}`;
        const length = Number(BigInt(`0x${readWord()}`));
        const data = `0x${output.slice(at, at + length * 2)}`;
        at += length * 2;
        outcomes.push(isSuccess ? { kind: 'success', gas: transactionGas(used, step), codeHash } : { kind: 'revert', data });
    }
    return outcomes;
}
/** Adds what a transaction costs before its code runs (the CREATE in `used` already holds a creation's 32,000). */
function transactionGas(used, step) {
    const digits = step.data.slice(2);
    let zeros = 0;
    for (let at = 0; at < digits.length; at += 2)
        if (digits.startsWith('00', at))
            zeros++;
    const nonZeros = digits.length / 2 - zeros;
    const standard = 21000n + used + BigInt(zeros * 4 + nonZeros * 16);
    const floor = 21000n + BigInt(zeros * 10 + nonZeros * 40); // EIP-7623
    return standard > floor ? standard : floor;
}
function simulate_word(value) {
    return value.toString(16).padStart(64, '0');
}

;// CONCATENATED MODULE: ./src/contracts/forecast.js




/** Simulates every step of the plan that sends something, in order, and prices it. */
async function forecastPlan(chain, deployer, plan, set, state, unixSeconds, signal) {
    const steps = plan.steps.filter(isSending);
    const comingBlock = {
        number: state.block.number + 1,
        timeSeconds: Math.max(state.block.timeSeconds + 1, unixSeconds),
    };
    const outcomes = await simulate(chain, deployer, steps.map(asTransaction), comingBlock, signal);
    const gasLimits = new Map();
    const codeHashes = new Map();
    const findings = [];
    for (const [index, step] of steps.entries()) {
        const outcome = outcomes[index] ?? { kind: 'not-reached' };
        findings.push(...findingsOf(step, outcome, set, state.block.gasLimit));
        if (outcome.kind !== 'success')
            continue;
        gasLimits.set(step, gasLimitFor(outcome.gas, state.block.gasLimit));
        if (step.kind === 'create')
            codeHashes.set(step.address, outcome.codeHash);
    }
    const fee = quoteFee(state);
    const gas = sum(outcomes.map((outcome) => (outcome.kind === 'success' ? outcome.gas : 0n)));
    const worstCost = sum([...gasLimits.values()]) * highestPrice(fee) + sum(steps.map((step) => asTransaction(step).value));
    const missing = worstCost - state.balance;
    const missingBalance = missing > 0n
        ? `the deployer ${deployer} has ${formatEther(state.balance)}, the plan can cost up to ${formatEther(worstCost)}: ${formatEther(missing)} are missing`
        : undefined;
    return { gasLimits, codeHashes, fee, gas, worstCost, findings, missingBalance };
}
function isSending(step) {
    return step.kind === 'create' || step.kind === 'call';
}
/** A step as the transaction that it becomes. */
function asTransaction(step) {
    return step.kind === 'create'
        ? { data: step.data, value: 0n }
        : { to: step.target, data: step.calldata, value: step.value };
}
/** How messages name a step. */
function titleOf(step) {
    return step.kind === 'create' ? `the creation of ${step.contract}` : `the call ${step.contract}.${step.function}`;
}
/** Where the names of a step's errors are found. */
function abiOf(step, set) {
    if (step.kind === 'create')
        return set.contracts.find(({ name }) => name === step.contract)?.artifact.abi ?? [];
    return (set.calls.find(({ contract, entry }) => contract === step.contract && signatureOf(entry) === step.function)?.abi ??
        []);
}
const largestCode = 24_576; // EIP-170
function findingsOf(step, outcome, set, blockGasLimit) {
    if (outcome.kind === 'revert') {
        const isEmptyCreation = outcome.data === '0x' && step.kind === 'create';
        const hint = isEmptyCreation
            ? ` (its constructor reverts, its code is over the chain's limit of ${largestCode} bytes, or the node ends a long eth_call early)`
            : '';
        return [`${titleOf(step)} would revert: ${describeRevert(outcome.data, abiOf(step, set))}${hint}`];
    }
    if (outcome.kind === 'success' && outcome.gas > blockGasLimit) {
        return [`${titleOf(step)} needs ${outcome.gas} gas, a block of this chain takes ${blockGasLimit}`];
    }
    return [];
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0n);
}

;// CONCATENATED MODULE: ./src/contracts/rlp.js

/** Recursive length prefix, as Ethereum writes transactions (https://ethereum.org/developers/docs/data-structures-and-encoding/rlp). */
function encodeRlp(value) {
    return (0,values_hex/* hexOf */.ZD)(encode(value));
}
function encode(value) {
    if (typeof value !== 'string') {
        const body = Buffer.concat(value.map(encode));
        return Buffer.concat([prefix(0xc0, body.length), body]);
    }
    const bytes = Buffer.from((0,values_hex/* bytesOf */.$$)(value));
    return bytes.length === 1 && (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([prefix(0x80, bytes.length), bytes]);
}
function prefix(base, length) {
    if (length < 56)
        return Buffer.of(base + length);
    const digits = length.toString(16);
    const size = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
    return Buffer.concat([Buffer.of(base + 55 + size.length), size]);
}
/** Reads one RLP value. @throws RangeError when the bytes are no RLP or more follows. */
function decodeRlp(hex) {
    const bytes = (0,values_hex/* bytesOf */.$$)(hex);
    const [value, end] = decodeAt(bytes, 0);
    if (end !== bytes.length)
        throw new RangeError('more bytes follow the RLP value');
    return value;
}
function decodeAt(bytes, start) {
    const first = bytes[start];
    if (first === undefined)
        throw new RangeError('the RLP value is cut short');
    if (first < 0x80)
        return [(0,values_hex/* hexOf */.ZD)(bytes.slice(start, start + 1)), start + 1];
    const isList = first >= 0xc0;
    const short = first - (isList ? 0xc0 : 0x80);
    const sizeBytes = short > 55 ? short - 55 : 0;
    const from = start + 1 + sizeBytes;
    const length = sizeBytes === 0 ? short : Number.parseInt(Buffer.from(bytes.slice(start + 1, from)).toString('hex'), 16);
    const end = from + length;
    if (!(end <= bytes.length))
        throw new RangeError('the RLP value is cut short');
    if (!isList)
        return [(0,values_hex/* hexOf */.ZD)(bytes.slice(from, end)), end];
    const items = [];
    for (let at = from; at < end;) {
        const [item, next] = decodeAt(bytes, at);
        items.push(item);
        at = next;
    }
    return [items, end];
}
/** An integer as RLP writes it: no leading zeros, zero as no bytes. */
function rlpInteger(value) {
    if (BigInt(value) === 0n)
        return '0x';
    const digits = BigInt(value).toString(16);
    return `0x${digits.padStart(digits.length + (digits.length % 2), '0')}`;
}

;// CONCATENATED MODULE: ./src/contracts/create-address.js


/** Where the creation that `sender` sends with `nonce` will stand (CREATE). */
function createAddress(sender, nonce) {
    const hash = (0,keccak/* keccak256 */.S)(encodeRlp([sender.toLowerCase(), rlpInteger(nonce)]));
    return (0,address/* parseAddress */.o)(`0x${hash.slice(26)}`);
}

;// CONCATENATED MODULE: ./src/contracts/proof.js



/**
 * Proves each contract's code byte for byte, immutables included: the creation code is run again as if at its own
 * nonce, block and time, at an address that is still empty, and must give what the chain has there.
 * @returns the proved code hashes by address.
 * @throws RemoteError that names every contract whose code is another.
 */
async function proveCreations(chain, deployer, creations, signal) {
    if (creations.length === 0)
        return new Map();
    const blocks = [...new Set(creations.map(({ block }) => block))];
    const [times, codes] = await Promise.all([
        chain.blockTimes(blocks, signal),
        chain.codes(creations.map(({ address }) => address), signal),
    ]);
    const run = (creation, alsoEmpty) => creationAgain(deployer, creation, times[blocks.indexOf(creation.block)] ?? 0, alsoEmpty);
    const answers = [
        ...(await chain.call(creations.map((creation) => run(creation, [])), signal)),
    ];
    for (const [index, creation] of creations.entries()) {
        if (answers[index]?.kind === 'output')
            continue;
        // Its constructor may create contracts itself, which collide with those that it has created.
        const children = await createdBy(chain, creation, signal);
        if (children.length > 0)
            answers.splice(index, 1, ...(await chain.call([run(creation, children)], signal)));
    }
    const proved = new Map();
    const failures = [];
    for (const [index, { contract, address }] of creations.entries()) {
        const answer = answers[index];
        const code = codes[index] ?? '0x';
        if (answer?.kind === 'output' && code !== '0x' && answer.data === code)
            proved.set(address, (0,keccak/* keccak256 */.S)(code));
        else
            failures.push(`${contract} at ${address}: ${describeDifference(answer, code)}`);
    }
    if (failures.length > 0) {
        throw new errors/* RemoteError */.Hi(`the code on the chain is not proved, so nothing may use it:\n${failures.join('\n')}`);
    }
    return proved;
}
function creationAgain(deployer, { address, nonce, data, gasLimit, block }, timeSeconds, alsoEmpty) {
    const empty = { code: '0x', nonce: 0, isStorageEmpty: true };
    return {
        from: deployer,
        data,
        gas: gasLimit,
        block,
        blockOverride: { number: block, timeSeconds },
        accounts: new Map([
            [deployer, { nonce }],
            ...[address, ...alsoEmpty].map((where) => [where, empty]),
        ]),
    };
}
const mostChildren = 100;
/** Every contract that the contract had created by the end of its block, and what those had created. */
async function createdBy(chain, { address, block }, signal) {
    const found = [];
    for (let generation = [address]; generation.length > 0 && found.length < mostChildren;) {
        const nonces = await chain.nonces(generation, block, signal);
        generation = generation.flatMap((parent, index) => Array.from({ length: Math.min(Math.max((nonces[index] ?? 1) - 1, 0), mostChildren) }, (_, child) => createAddress(parent, child + 1)));
        found.push(...generation);
    }
    return found;
}
function describeDifference(answer, code) {
    if (code === '0x')
        return 'there is no code';
    if (answer?.kind !== 'output')
        return `its creation code could not be run again (${answer?.message ?? 'no answer'})`;
    const [expected, seen] = [answer.data, code].map((hex) => hex.length / 2 - 1);
    if (expected !== seen)
        return `expected ${expected} bytes of code, the chain has ${seen}`;
    let at = 2;
    while (answer.data.startsWith(code.slice(at, at + 2), at))
        at += 2;
    return `expected other code of the same length; the first difference is at byte ${at / 2 - 1}`;
}

;// CONCATENATED MODULE: ./src/contracts/apply.js









/** Carries a plan out: all creations in one go, their proof, then the calls, then confirmations once for all of it. */
async function applyPlan(application) {
    const { plan, wait, isPlanOnly, signer, forecast, identity } = application;
    if (isPlanOnly || (signer === undefined && application.earlier.length === 0)) {
        return {
            record: buildRecord(plan, identity, wait.deployer, predictedResults(forecast)),
            transactions: 0,
            gasUsed: 0n,
        };
    }
    const proved = new Map(plan.steps.flatMap((step) => (step.kind === 'keep' ? [[step.address, step.known.codeHash]] : [])));
    const logged = [];
    if (signer !== undefined) {
        const creations = plan.steps.filter((step) => step.kind === 'create');
        const created = await send(application, signer, creations, (step) => ({
            kind: 'create',
            contract: step.contract,
            address: step.address,
            arguments: [...step.arguments],
            libraries: { ...step.libraries },
        }));
        logged.push(...created.logged);
        for (const [address, codeHash] of await prove(application, creations, created.receiptOf))
            proved.set(address, codeHash);
        const calls = plan.steps.filter((step) => step.kind === 'call');
        // Read again: what was kept was seen when the run began, and a call to where nothing is succeeds.
        await requireNamesNow(wait, calls.flatMap((step) => requireProved(titleOf(step), step.names, proved)));
        const called = await send(application, signer, calls, (step) => ({
            kind: 'call',
            contract: step.contract,
            function: step.function,
            names: [...requireProved(titleOf(step), step.names, proved)],
        }));
        logged.push(...called.logged);
    }
    const receipts = await apply_confirm(application, logged, proved);
    const results = new Map();
    for (const { nonce, hash } of logged) {
        const receipt = receipts.get(hash);
        if (receipt !== undefined)
            results.set(nonce, { transaction: hash, block: receipt.block });
    }
    const record = buildRecord(plan, identity, wait.deployer, {
        codeHash: (address) => proved.get(address),
        result: (nonce) => results.get(nonce),
        isProved: true,
    });
    const gasUsed = logged.reduce((sum, { hash }) => sum + (receipts.get(hash)?.gasUsed ?? 0n), 0n);
    return { record, transactions: logged.length, gasUsed };
}
function predictedResults(forecast) {
    return {
        codeHash: (address) => forecast?.codeHashes.get(address),
        result: () => undefined,
        isProved: false,
    };
}
async function send({ wait, plan, writer, forecast, identity, set }, signer, steps, logStep) {
    const outgoing = steps.map((step) => {
        const gasLimit = forecast?.gasLimits.get(step);
        if (forecast === undefined || gasLimit === undefined)
            throw new Error(`${titleOf(step)} was not simulated`);
        return {
            step: logStep(step),
            unsigned: { chainId: identity.id, nonce: step.nonce, ...asTransaction(step), gasLimit, fee: forecast.fee },
        };
    });
    if (outgoing.length > 0) {
        const [first] = outgoing;
        wait.log.info(`Sending ${outgoing.length} ${first?.step.kind === 'create' ? 'creations' : 'calls'}, nonces ${first?.unsigned.nonce} to ${outgoing.at(-1)?.unsigned.nonce}`);
    }
    const { logged, receipts } = await dispatch(wait, signer, writer, plan.digest, outgoing);
    const byNonce = new Map(logged.map(({ nonce, hash }) => [nonce, receipts.get(hash)]));
    await requireSuccess(wait, steps, (nonce) => byNonce.get(nonce), set);
    const blocks = [...receipts.values()].map(({ block }) => block);
    if (blocks.length > 0)
        wait.log.info(`Mined in ${describeRange(Math.min(...blocks), Math.max(...blocks))}`);
    return { logged, receiptOf: (nonce) => byNonce.get(nonce) };
}
function describeRange(first, last) {
    return first === last ? `block ${first}` : `blocks ${first} to ${last}`;
}
async function requireSuccess(wait, steps, receiptOf, set) {
    const failures = [];
    for (const step of steps) {
        const receipt = receiptOf(step.nonce);
        if (receipt === undefined || receipt.isSuccess)
            continue;
        const reason = await whyReverted(wait, step, receipt, set);
        failures.push(`${titleOf(step)} reverted in block ${receipt.block} (transaction ${receipt.hash}): ${reason}`);
    }
    if (failures.length === 0)
        return;
    throw new errors/* RemoteError */.Hi(`${failures.join('\n')}\nNo record is written and nothing that depends on it may be used. Mend the cause and run again: what was created is kept, and what names a failed contract is created anew`);
}
/** Runs the step again on the state before its block: a receipt doesn't say why. */
async function whyReverted(wait, step, receipt, set) {
    const [answer] = await wait.chain.call([{ from: wait.deployer, ...asTransaction(step), block: receipt.block - 1 }], wait.signal);
    if (answer?.kind === 'revert')
        return describeRevert(answer.data, abiOf(step, set));
    return `it used ${receipt.gasUsed} gas; run again on the block before, it does not revert, so it ran out of gas or something else changed its target in the same block`;
}
async function prove({ wait, forecast }, creations, receiptOf) {
    const mined = creations.map((step) => ({
        ...step,
        gasLimit: forecast?.gasLimits.get(step) ?? 0n,
        block: receiptOf(step.nonce)?.block ?? 0,
    }));
    const proved = await proveCreations(wait.chain, wait.deployer, mined, wait.signal);
    if (proved.size > 0)
        wait.log.info(`The code of ${proved.size} contracts is proved byte for byte`);
    return proved;
}
/** Waits for confirmations once, at the end, and looks again whether all of it is still in the same blocks. */
async function apply_confirm(application, logged, proved) {
    const { wait, plan, confirmations, earlier } = application;
    const kept = new Set(plan.steps.flatMap((step) => (step.kind === 'keep' || step.kind === 'skip' ? [step.known.transaction] : [])));
    const transactions = [...earlier.filter(({ hash }) => kept.has(hash)), ...logged];
    for (;;) {
        const receipts = await deliver(wait, transactions);
        const last = Math.max(0, ...[...receipts.values()].map(({ block }) => block));
        await waitForConfirmations(wait, last, confirmations);
        const again = await wait.chain.receipts([...receipts.keys()], wait.signal);
        const isSame = again.every((receipt) => receipt !== undefined && receipts.get(receipt.hash)?.blockHash === receipt.blockHash);
        if (isSame) {
            await requireCode(wait, proved);
            return receipts;
        }
        wait.log.warning('The chain was reorganised: waiting for the confirmations again');
    }
}
async function requireNamesNow(wait, names) {
    const addresses = [...new Set(names.map(({ address }) => address))];
    const codes = await wait.chain.codes(addresses, wait.signal);
    const gone = namesWithoutCode(names, new Map(addresses.map((address, index) => [address, (0,keccak/* keccak256 */.S)(codes[index] ?? '0x')])));
    if (gone.length === 0)
        return;
    throw new errors/* RemoteError */.Hi(`no call was sent: the chain no longer has the proved code at ${[...new Set(gone)].join(', ')}. Run again`);
}
async function requireCode(wait, proved) {
    const codes = await wait.chain.codes([...proved.keys()], wait.signal);
    const moved = [...proved].filter(([, codeHash], index) => (0,keccak/* keccak256 */.S)(codes[index] ?? '0x') !== codeHash);
    if (moved.length > 0) {
        throw new errors/* RemoteError */.Hi(`the chain no longer has the proved code at ${moved.map(([address]) => address).join(', ')}: it was reorganised. Run again`);
    }
}

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(77934);
// EXTERNAL MODULE: ./src/values/digest.js
var digest = __webpack_require__(83389);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
;// CONCATENATED MODULE: ./src/contracts/journal.js




const hex = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* check */.z6Y(values_hex/* isHex */.qv, 'expected 0x and hexadecimal digits'), dist/* transform */.pdi((text) => text));
const journal_address = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^0x[0-9a-fA-F]{40}$/, 'expected an address'), dist/* transform */.pdi((text) => (0,address/* parseAddress */.o)(text)));
const journal_digest = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^sha256:[0-9a-f]{64}$/, 'expected a digest'), dist/* transform */.pdi((text) => (0,digest/* parseDigest */.m)(text)));
const nonce = dist/* pipe */.FsL(dist/* number */.aig(), dist/* safeInteger */.Y2b());
const json = dist/* lazy */.RZV(() => dist/* union */.KCZ([dist/* null */.chJ(), dist/* boolean */.zMY(), dist/* number */.aig(), dist/* string */.YjP(), dist/* array */.YOg(json), dist/* record */.g1P(dist/* string */.YjP(), json)]));
const loggedCreation = dist/* strictObject */.rej({
    kind: dist/* literal */.euz('create'),
    contract: dist/* string */.YjP(),
    address: journal_address,
    arguments: dist/* array */.YOg(json),
    libraries: dist/* record */.g1P(dist/* string */.YjP(), journal_address),
});
const loggedCall = dist/* strictObject */.rej({
    kind: dist/* literal */.euz('call'),
    contract: dist/* string */.YjP(),
    function: dist/* string */.YjP(),
    /** What had to be proved before it was signed, and must still be there when its bytes are sent again. */
    names: dist/* array */.YOg(dist/* strictObject */.rej({ address: journal_address, codeHash: hex })),
});
const loggedTransaction = dist/* strictObject */.rej({
    nonce,
    hash: hex,
    /** The signed bytes: only these are ever sent for this nonce. */
    raw: hex,
    step: dist/* variant */.Oxt('kind', [loggedCreation, loggedCall]),
});
const author = {
    version: dist/* literal */.euz(1),
    /** Random, one for each run: only it proves that an entry is one's own. */
    token: dist/* string */.YjP(),
    /** Who wrote it, for messages. */
    holder: dist/* string */.YjP(),
    /** Whose record it works on: environments may share a chain and a deployer, and so a journal. */
    scope: dist/* string */.YjP(),
};
const journalEntrySchema = dist/* variant */.Oxt('kind', [
    dist/* strictObject */.rej({
        ...author,
        kind: dist/* literal */.euz('transactions'),
        plan: journal_digest,
        transactions: dist/* array */.YOg(loggedTransaction),
    }),
    dist/* strictObject */.rej({
        ...author,
        kind: dist/* literal */.euz('outcomes'),
        outcomes: dist/* array */.YOg(dist/* strictObject */.rej({ nonce, hash: hex, outcome: dist/* picklist */.KIO(['mined', 'reverted', 'replaced']) })),
    }),
    dist/* strictObject */.rej({ ...author, kind: dist/* literal */.euz('finished'), record: journal_digest }),
]);
function encodeJournalEntry(entry) {
    return (0,canonical_json/* canonicalJson */.d)(entry);
}
/** Reads one stored entry. @throws UserError when it is none. */
function parseJournalEntry(text) {
    try {
        return dist/* parse */.qgA(journalEntrySchema, JSON.parse(text));
    }
    catch (error) {
        throw new errors/* UserError */.yo("an entry of the journal can't be read; nothing is sent before it can", { cause: error });
    }
}
function openJournalWriter(journal, start, author) {
    let next = start;
    return {
        next: () => next,
        async append(body) {
            const entry = { version: 1, ...author, ...body };
            if ((await journal.append(next, entry)) === 'taken')
                await requireOwn(journal, next, entry);
            next++;
        },
    };
}
/** A create whose answer was lost says "exists" when it is repeated: the entry is ours when it carries our token. */
async function requireOwn(journal, number, entry) {
    const there = (await journal.read())[number];
    if (there !== undefined && encodeJournalEntry(there) === encodeJournalEntry(entry))
        return;
    throw new errors/* UserError */.yo(`another run is at work with the same deployer on the same chain: ${(0,foreign_text/* cleanForeignText */.V)(there?.holder ?? 'unknown')}. Nothing more was sent by this one; run it again when the other has ended`);
}
function unfinishedPart(entries, scope) {
    const open = entries.filter((entry, index) => !entries.slice(index).some((later) => later.kind === 'finished' && later.scope === entry.scope));
    const transactionsOf = (some) => some.flatMap((entry) => (entry.kind === 'transactions' ? entry.transactions : []));
    const finished = transactionsOf(entries.filter((entry) => !open.includes(entry)));
    return {
        usedNonces: Math.max(0, ...finished.map(({ nonce }) => nonce + 1)),
        transactions: transactionsOf(open),
        own: new Set(transactionsOf(open.filter((entry) => entry.scope === scope)).map(({ hash }) => hash)),
        outcomes: new Map(entries
            .flatMap((entry) => (entry.kind === 'outcomes' ? entry.outcomes : []))
            .map(({ hash, outcome }) => [hash, outcome])),
    };
}

;// CONCATENATED MODULE: ./src/contracts/known-code.js

/** A recorded contract with whether the chain has its proved code now: a record is never believed alone. */
function sameCode(recorded, { codes }) {
    const code = codes.get(recorded.address) ?? '0x';
    return { recorded, source: 'record', isCodeThere: code !== '0x' && (0,keccak/* keccak256 */.S)(code) === recorded.codeHash };
}

// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
// EXTERNAL MODULE: ./src/report/nearest-name.js
var nearest_name = __webpack_require__(95675);
;// CONCATENATED MODULE: ./src/contracts/abi/literal.js

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
        return (0,address/* parseAddress */.o)(literal);
    const bytes = /^bytes(\d*)$/.exec(type);
    if (bytes !== null) {
        if (!(0,values_hex/* isHex */.qv)(literal))
            throw new RangeError(`expected ${type}: 0x and an even number of hexadecimal digits, got ${show(literal)}`);
        const length = (literal.length - 2) / 2;
        if (bytes[1] !== '' && length !== Number(bytes[1]))
            throw new RangeError(`expected ${bytes[1]} bytes, got ${length}`);
        return literal.toLowerCase();
    }
    throw new RangeError(`values of type ${type} are not supported here`);
}
/** An integer, or an amount with its unit: `"10 ether"`, `"1.5 gwei"`. @throws RangeError that says what was expected. */
function parseAmount(literal) {
    if (typeof literal === 'number') {
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

;// CONCATENATED MODULE: ./src/contracts/abi/typed-value.js




/** Checks a list of arguments against parameters and reports every problem; undefined when there was one. */
function typeArguments(parameters, values, path, context) {
    if (values.length !== parameters.length) {
        const expected = parameters.map(({ type, name }) => (name ? `${type} ${name}` : type)).join(', ');
        context.report({
            path,
            message: `expected ${parameters.length} argument${parameters.length === 1 ? '' : 's'} (${expected}), got ${values.length}`,
        });
        return undefined;
    }
    const typed = parameters.map((parameter, index) => typeValue(parameter, values[index], [...path, index], context));
    return typed.every((value) => value !== undefined) ? typed : undefined;
}
function typeValue(parameter, value, path, context) {
    const wrong = (message) => {
        context.report({ path, message: parameter.name ? `${message} (parameter ${parameter.name})` : message });
    };
    if (typeof value !== 'object') {
        if (arrayElement(parameter) !== undefined || parameter.type === 'tuple')
            return wrong(`expected a list for ${parameter.type}`);
        try {
            return { kind: 'literal', value: parseLiteral(parameter, value) };
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
    if ('account' in value) {
        return parameter.type === 'address'
            ? { kind: 'deployer' }
            : wrong(`expected ${parameter.type}, got the address of an account`);
    }
    if (parameter.type !== 'bytes')
        return wrong(`expected ${parameter.type}, got an encoded call, which is bytes`);
    const { contract, function: name, arguments: values = [] } = value.encode;
    const abi = context.abiOf(contract);
    if (abi === undefined)
        return wrong(`neither the set nor its artifacts have ${contract}`);
    const entry = findFunction(abi, contract, name);
    if (typeof entry === 'string')
        return wrong(entry);
    const typed = typeArguments(entry.inputs ?? [], values, [...path, 'encode', 'arguments'], context);
    return typed && { kind: 'encoded-call', entry, arguments: typed };
}
function typeList(parameter, values, path, context, wrong) {
    const array = arrayElement(parameter);
    if (array === undefined && parameter.type !== 'tuple')
        return wrong(`expected ${parameter.type}, got a list`);
    if (array?.length !== undefined && array.length !== values.length) {
        return wrong(`expected ${array.length} items for ${parameter.type}, got ${values.length}`);
    }
    const members = array === undefined ? (parameter.components ?? []) : values.map(() => array.element);
    const items = typeArguments(members, values, path, context);
    return items && { kind: 'list', items };
}
/** A function by name or full signature; a text that says what is wrong when that names none or several. */
function findFunction(abi, contract, name) {
    const functions = abi.filter((entry) => entry.type === 'function');
    const found = functions.filter((entry) => entry.name === name || signatureOf(entry) === name.replaceAll(' ', ''));
    const [entry] = found;
    if (entry === undefined) {
        const known = functions.flatMap((candidate) => candidate.name ?? []);
        return `${contract} has no function ${name}${(0,nearest_name/* nearestAdvice */.T)(name.replace(/\(.*/, ''), known)}`;
    }
    if (found.length > 1)
        return `${contract} has several functions ${name}: write one of ${found.map(signatureOf).join(', ')}`;
    return entry;
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
            return encodeCall(value.entry, value.arguments.map((argument) => resolveValue(argument, addressOf, deployer)));
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

;// CONCATENATED MODULE: ./src/contracts/artifacts/artifact.js
/** The creation code with every placeholder replaced by its library's address. */
function linkCreationCode(artifact, addressOf) {
    return artifact.links.reduce((code, link) => code.replaceAll(link.placeholder, addressOf(link).slice(2).toLowerCase()), artifact.creationCode);
}

;// CONCATENATED MODULE: ./src/contracts/plan.js






/**
 * The steps that lead from what is known of the chain to what the set wants: pure, so that plan and apply agree. Addresses
 * follow from the deployer's nonces before anything is sent; they stand in the creation code of what names them, so that
 * a changed contract changes the fingerprint of every dependent by itself.
 */
function planMigration(set, observed) {
    const addresses = new Map();
    const addressOf = (name) => {
        const address = addresses.get(name);
        if (address === undefined)
            throw new Error(`${name} is used before it has an address`);
        return address;
    };
    const names = new Set(set.contracts.map(({ name }) => name));
    const steps = [];
    let nonce = observed.nonce;
    for (const contract of set.contracts) {
        const step = planContract(contract, addressOf, nonce, names, new Set(addresses.values()), observed);
        if (step.kind === 'create')
            nonce++;
        addresses.set(contract.name, step.address);
        steps.push(step);
    }
    const unusedCalls = [...observed.calls];
    for (const call of set.calls) {
        const step = planCall(call, addressOf, nonce, observed.deployer, unusedCalls);
        if (step.kind === 'call')
            nonce++;
        steps.push(step);
    }
    return { steps, digest: (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)(steps.map(essence))) };
}
function planContract(contract, addressOf, nonce, names, taken, observed) {
    const values = contract.arguments.map((value) => resolveValue(value, addressOf, observed.deployer));
    const libraries = new Map([...contract.libraries].map(([placeholder, name]) => [placeholder, addressOf(name)]));
    const code = linkCreationCode(contract.artifact, (link) => libraries.get(link.placeholder) ?? '0x');
    const data = `0x${code.toLowerCase()}${encodeArguments(contract.parameters, values).slice(2)}`;
    const fingerprint = creationFingerprint(data, 0n);
    const isCandidate = ({ recorded }) => recorded.fingerprint === fingerprint &&
        (recorded.name === contract.name || (!names.has(recorded.name) && !taken.has(recorded.address)));
    const candidates = observed.contracts.filter(isCandidate);
    const kept = candidates.find((known) => known.isCodeThere);
    if (kept !== undefined) {
        const reason = kept.source === 'record'
            ? 'unchanged, its code is on the chain'
            : 'created by an unfinished run, its code is proved';
        return {
            kind: 'keep',
            contract: contract.name,
            reason,
            address: kept.recorded.address,
            known: { ...kept.recorded, name: contract.name },
        };
    }
    return {
        kind: 'create',
        contract: contract.name,
        reason: candidates.length > 0
            ? 'the chain does not have the recorded code at its address'
            : reasonToCreate(contract, values, libraries, observed),
        nonce,
        address: createAddress(observed.deployer, nonce),
        data,
        fingerprint,
        arguments: values.map(asJson),
        libraries: Object.fromEntries([...contract.libraries.values()].map((name) => [name, addressOf(name)])),
    };
}
function reasonToCreate(contract, values, libraries, observed) {
    const before = observed.contracts.findLast(({ recorded }) => recorded.name === contract.name)?.recorded;
    if (before === undefined)
        return 'not deployed yet';
    const changedArgument = values.findIndex((value, index) => (0,canonical_json/* canonicalJson */.d)(asJson(value)) !== (0,canonical_json/* canonicalJson */.d)(before.arguments[index] ?? null));
    if (values.length === before.arguments.length && changedArgument >= 0) {
        const source = contract.arguments[changedArgument];
        const [moved] = source === undefined ? [] : contractsIn(source);
        return `argument ${changedArgument} changed${moved === undefined ? '' : ` (${moved} is redeployed)`}`;
    }
    const moved = [...contract.libraries].find(([placeholder, name]) => before.libraries[name] !== libraries.get(placeholder));
    return moved === undefined ? 'its code changed' : `links ${moved[1]}, which is redeployed`;
}
function planCall(call, addressOf, nonce, deployer, known) {
    const target = addressOf(call.contract);
    const values = call.arguments.map((value) => resolveValue(value, addressOf, deployer));
    const calldata = encodeCall(call.entry, values);
    const name = signatureOf(call.entry);
    const index = known.findIndex(({ recorded }) => recorded.target === target && recorded.calldata === calldata && recorded.value === String(call.value));
    const done = known[index];
    if (done !== undefined) {
        known.splice(index, 1);
        const reason = done.source === 'record' ? 'done' : 'done by an unfinished run';
        return {
            kind: 'skip',
            contract: call.contract,
            function: name,
            reason,
            known: { ...done.recorded, contract: call.contract, function: name },
        };
    }
    return {
        kind: 'call',
        contract: call.contract,
        function: name,
        reason: 'not called yet',
        nonce,
        target,
        calldata,
        value: call.value,
        names: [...new Set([target, ...namesIn(call.arguments).map(addressOf)])],
    };
}
function namesIn(values) {
    return values.flatMap(contractsIn);
}
/** What a creation is recognised by: its linked code, its encoded arguments, its ether. */
function creationFingerprint(data, value) {
    return (0,keccak/* keccak256 */.S)(`${data}${value.toString(16).padStart(64, '0')}`);
}
function asJson(value) {
    if (typeof value === 'bigint')
        return value.toString();
    return typeof value === 'object' ? value.map(asJson) : value;
}
/** What a plan's digest covers: everything that would be done, not the words of its reasons. */
function essence(step) {
    switch (step.kind) {
        case 'create':
            return { kind: step.kind, contract: step.contract, nonce: step.nonce, fingerprint: step.fingerprint };
        case 'keep':
            return { kind: step.kind, contract: step.contract, address: step.address };
        case 'call':
            return {
                kind: step.kind,
                nonce: step.nonce,
                target: step.target,
                calldata: step.calldata,
                value: String(step.value),
            };
        case 'skip':
            return { kind: step.kind, target: step.known.target, calldata: step.known.calldata };
    }
}

;// CONCATENATED MODULE: ./src/contracts/plan-summary.js

function countSteps(plan, transactions) {
    const count = (kind) => plan.steps.filter((step) => step.kind === kind).length;
    return {
        deployed: count('create'),
        kept: count('keep'),
        called: count('call'),
        skipped: count('skip'),
        transactions,
    };
}
function describeCounts({ deployed, kept, called, skipped }) {
    return `${deployed} to create, ${kept} kept, ${called} to call, ${skipped} calls done`;
}
function describePlan(plan, forecast, log) {
    for (const step of plan.steps) {
        const what = step.kind === 'create' || step.kind === 'keep'
            ? `${step.contract} at ${step.address}`
            : `${step.contract}.${step.function}`;
        log.info(`${step.kind.padEnd(6)} ${what} (${step.reason})`);
    }
    if (forecast !== undefined)
        log.info(`Simulated: ${forecast.gas} gas, at most ${formatEther(forecast.worstCost)}`);
}

// EXTERNAL MODULE: ./src/contracts/check-code.js
var check_code = __webpack_require__(3970);
;// CONCATENATED MODULE: ./src/contracts/signer.js

/**
 * Opens a private key, with or without `0x`. The chain library is loaded only now.
 * @throws UserError that doesn't repeat the key.
 */
async function openSigner(privateKey, variable) {
    const digits = privateKey.trim().replace(/^0x/, '');
    if (!/^[0-9a-fA-F]{64}$/.test(digits)) {
        throw new errors/* UserError */.yo(`${variable} holds no private key: expected 64 hexadecimal digits, with or without 0x`);
    }
    const { openEthersSigner } = await Promise.all(/* import() */[__webpack_require__.e(641), __webpack_require__.e(891)]).then(__webpack_require__.bind(__webpack_require__, 54891));
    try {
        return openEthersSigner(`0x${digits}`);
    }
    catch {
        // Without the cause: its text can hold the key.
        throw new errors/* UserError */.yo(`${variable} holds no private key: the number is out of range`);
    }
}

;// CONCATENATED MODULE: ./src/contracts/preflight.js




/** The chain is the one that the file means, and the record is of this chain and this deployer. */
function requireRightChain({ identity }, settings, previousRecord) {
    if (identity.id !== settings.id) {
        throw new errors/* UserError */.yo(`the chain's id is ${identity.id}, the environment's file says ${settings.id}: is the RPC URL the right one?`);
    }
    const wrong = previousRecord && (0,check_code/* describeWrongChain */.o)(identity, previousRecord.chain);
    if (wrong !== undefined)
        throw new errors/* UserError */.yo(wrong);
    if (previousRecord !== undefined && previousRecord.deployer !== (0,address/* parseAddress */.o)(settings.deployer)) {
        throw new errors/* UserError */.yo(`the contract record was made by the deployer ${previousRecord.deployer}, the environment's file names ${settings.deployer}`);
    }
}
/** Every nonce of a finished migration is used: a node that says otherwise lags, or its chain was put back. */
function requireUsedNonces({ nonce }, usedNonces) {
    if (nonce >= usedNonces)
        return;
    throw new errors/* RemoteError */.Hi(`the chain's node says that the deployer has sent ${nonce} transactions, the journal of finished runs has ${usedNonces}: the node lags behind, or the chain was put back to an earlier state. Nothing is sent`);
}
/** Everything that can stop a run, found before anything is sent and said at once. */
async function preflight(privateKey, settings, deployer, state, forecast) {
    const findings = [...(forecast?.findings ?? [])];
    if (forecast?.missingBalance !== undefined)
        findings.push(forecast.missingBalance);
    if (state.pendingNonce > state.nonce) {
        findings.push(`the deployer ${deployer} has ${state.pendingNonce - state.nonce} pending transactions that the journal does not know: wait until they are mined, and let nothing else use this key`);
    }
    const signer = await openSignerOrFind(privateKey, settings.signer, findings);
    if (signer !== undefined && signer.address !== deployer) {
        findings.push(`${settings.signer} is the key of ${signer.address}, but chain.deployer is ${deployer}`);
    }
    if (signer === undefined || findings.length > 0)
        throw asUserError(findings);
    return signer;
}
async function openSignerOrFind(privateKey, variable, findings) {
    if (privateKey === undefined || privateKey.trim() === '') {
        findings.push(`${variable} is not set: apply has to sign transactions with the deployer's private key`);
        return undefined;
    }
    try {
        return await openSigner(privateKey, variable);
    }
    catch (error) {
        if (!(error instanceof errors/* UserError */.yo))
            throw error;
        findings.push(error.message);
        return undefined;
    }
}
function asUserError(findings) {
    return new errors/* UserError */.yo(findings.map((message) => ({ message })));
}

// EXTERNAL MODULE: ./src/contracts/record.js
var contracts_record = __webpack_require__(36905);
;// CONCATENATED MODULE: ./src/contracts/raw-transaction.js


/** Reads a signed transaction, type 2 or legacy. @throws RangeError when the bytes are none. */
function decodeTransaction(raw) {
    const isTyped = raw.startsWith('0x02');
    const fields = decodeRlp(isTyped ? `0x${raw.slice(4)}` : raw);
    if (typeof fields === 'string')
        throw new RangeError('the bytes are no signed transaction');
    const [nonce, gasLimit, to, value, data] = isTyped
        ? [fields[1], fields[4], fields[5], fields[6], fields[7]]
        : [fields[0], fields[2], fields[3], fields[4], fields[5]];
    const target = bytesField(to);
    return {
        hash: (0,keccak/* keccak256 */.S)(raw),
        nonce: Number(integerField(nonce)),
        gasLimit: integerField(gasLimit),
        to: target === '0x' ? undefined : (0,address/* parseAddress */.o)(target),
        value: integerField(value),
        data: bytesField(data),
    };
}
function bytesField(field) {
    if (typeof field !== 'string')
        throw new RangeError('the bytes are no signed transaction');
    return field;
}
function integerField(field) {
    const bytes = bytesField(field);
    return bytes === '0x' ? 0n : BigInt(bytes);
}

;// CONCATENATED MODULE: ./src/contracts/settle.js









/**
 * Finishes what an unfinished run has logged, before anything new is planned, also from a newer commit: sends the logged
 * bytes again, waits until every nonce is used, proves what was created. With `isReadOnly` (a plan) nothing is sent, and
 * what is not mined yet is taken as if it will be.
 */
async function settleJournal(wait, unfinished, isReadOnly) {
    const undecided = unfinished.transactions.filter(({ hash }) => {
        const outcome = unfinished.outcomes.get(hash);
        return outcome === undefined || outcome === 'mined';
    });
    const opened = undecided.map((logged) => openLogged(logged));
    const creations = opened.filter((item) => item.step.kind === 'create');
    const calls = opened.filter((item) => item.step.kind === 'call');
    const nextNonce = Math.max(0, ...undecided.map(({ nonce }) => nonce + 1));
    const mined = new Map();
    await readReceipts(wait, undecided, mined);
    const unmined = undecided.filter(({ hash }) => !mined.has(hash));
    if (unmined.length > 0)
        wait.log.info(`An unfinished run has logged ${undecided.length} transactions; ${unmined.length} are not mined`);
    if (!isReadOnly)
        await deliverOpen(wait, creations, mined);
    const own = creations.filter(({ logged }) => unfinished.own.has(logged.hash));
    const contracts = await provedContracts(wait, own, mined, isReadOnly);
    if (!isReadOnly) {
        await requireNames(wait, calls.filter(({ logged }) => !mined.has(logged.hash)));
        await deliverOpen(wait, calls, mined);
    }
    return {
        contracts,
        calls: calls
            .filter(({ logged }) => unfinished.own.has(logged.hash) && (mined.get(logged.hash)?.isSuccess ?? isReadOnly))
            .map((call) => knownCall(call, mined)),
        newOutcomes: isReadOnly ? [] : newOutcomes(undecided, unfinished, mined),
        nextNonce,
    };
}
function openLogged(logged) {
    const sent = decodeLogged(logged);
    if (sent?.hash !== logged.hash || sent.nonce !== logged.nonce) {
        throw new errors/* UserError */.yo(`the journal contradicts itself at ${describeStep(logged)} (nonce ${logged.nonce}): its bytes are another transaction, or none. Nothing is sent`);
    }
    return { logged, step: logged.step, sent };
}
function decodeLogged({ raw }) {
    try {
        return decodeTransaction(raw);
    }
    catch (error) {
        if (error instanceof RangeError)
            return undefined;
        throw error;
    }
}
async function readReceipts(wait, transactions, into) {
    for (const receipt of await wait.chain.receipts(transactions.map(({ hash }) => hash), wait.signal)) {
        if (receipt !== undefined)
            into.set(receipt.hash, receipt);
    }
}
async function deliverOpen(wait, items, mined) {
    const open = items.map(({ logged }) => logged).filter(({ hash }) => !mined.has(hash));
    for (const [hash, receipt] of await deliver(wait, open))
        mined.set(hash, receipt);
}
async function provedContracts(wait, creations, mined, isReadOnly) {
    const successful = creations.filter(({ logged }) => mined.get(logged.hash)?.isSuccess === true);
    const proved = await proveCreations(wait.chain, wait.deployer, successful.map(({ logged, step, sent }) => ({
        contract: step.contract,
        address: createAddress(wait.deployer, logged.nonce),
        nonce: logged.nonce,
        data: sent.data,
        gasLimit: sent.gasLimit,
        block: mined.get(logged.hash)?.block ?? 0,
    })), wait.signal);
    const predicted = isReadOnly ? creations.filter(({ logged }) => !mined.has(logged.hash)) : [];
    return [...successful, ...predicted].map(({ logged, step, sent }) => {
        const address = createAddress(wait.deployer, logged.nonce);
        const codeHash = proved.get(address);
        return {
            source: 'journal',
            isCodeThere: true,
            recorded: {
                name: step.contract,
                address,
                codeHash: codeHash ?? (0,keccak/* keccak256 */.S)('0x'),
                block: mined.get(logged.hash)?.block ?? 0,
                transaction: logged.hash,
                arguments: step.arguments,
                libraries: step.libraries,
                fingerprint: creationFingerprint(sent.data, sent.value),
                proof: codeHash === undefined ? 'predicted' : 'exact',
            },
        };
    });
}
/** Resuming obeys the same gate as signing. */
async function requireNames(wait, calls) {
    const addresses = [...new Set(calls.flatMap(({ step }) => step.names.map(({ address }) => address)))];
    const codes = await wait.chain.codes(addresses, wait.signal);
    const hashes = new Map(addresses.map((address, index) => [address, (0,keccak/* keccak256 */.S)(codes[index] ?? '0x')]));
    for (const { logged, step } of calls) {
        const missing = namesWithoutCode(step.names, hashes);
        if (missing.length > 0) {
            throw new errors/* RemoteError */.Hi(`${describeStep(logged)} stands in the journal of an unfinished run, but ${missing.join(', ')} does not have its proved code: nothing is sent. Was the chain reset or reorganised?`);
        }
    }
}
function knownCall({ logged, step, sent }, mined) {
    const target = sent.to;
    if (target === undefined)
        throw new errors/* UserError */.yo(`the journal contradicts itself: ${describeStep(logged)} has no target`);
    return {
        source: 'journal',
        recorded: {
            contract: step.contract,
            function: step.function,
            target,
            calldata: sent.data,
            value: sent.value.toString(),
            transaction: logged.hash,
            block: mined.get(logged.hash)?.block ?? 0,
        },
    };
}
function newOutcomes(transactions, unfinished, mined) {
    return transactions
        .filter(({ hash }) => !unfinished.outcomes.has(hash))
        .map(({ hash, nonce }) => {
        const receipt = mined.get(hash);
        return { hash, nonce, outcome: receipt === undefined ? 'replaced' : receipt.isSuccess ? 'mined' : 'reverted' };
    });
}

;// CONCATENATED MODULE: ./src/contracts/migrate.js











/** Plans, and in `apply` carries out, the way from what is on the chain to what the set wants. */
async function migrateContracts(input) {
    const { chain, settings, journal, scope, mode, log, signal } = input;
    const deployer = (0,address/* parseAddress */.o)(settings.deployer);
    const wait = createWait(input, deployer);
    const entries = await journal.read();
    const previousRecord = await input.readPreviousRecord();
    const recorded = previousRecord?.contracts ?? [];
    const addresses = recorded.map(({ address }) => address);
    const firstState = await chain.observe(deployer, addresses, signal);
    requireRightChain(firstState, settings, previousRecord);
    const unfinished = unfinishedPart(entries, scope);
    requireUsedNonces(firstState, unfinished.usedNonces);
    const writer = openJournalWriter(journal, entries.length, { token: (0,external_node_crypto_.randomUUID)(), holder: input.holder, scope });
    const { settlement, state } = await settle(wait, unfinished, writer, firstState, input);
    const doneInRecord = new Set(previousRecord?.calls.map(({ transaction }) => transaction));
    const plan = planMigration(input.set, {
        deployer,
        nonce: Math.max(state.nonce, settlement.nextNonce),
        contracts: [...recorded.map((contract) => sameCode(contract, state)), ...settlement.contracts],
        calls: [
            ...(previousRecord?.calls ?? []).map((call) => ({ recorded: call, source: 'record' })),
            // Killed between record and end, a call stands in both.
            ...settlement.calls.filter(({ recorded: { transaction } }) => !doneInRecord.has(transaction)),
        ],
    });
    const forecast = await foresee(plan, settlement, state, wait, input);
    await log.group(`Plan ${plan.digest.slice(7, 19)}: ${describeCounts(countSteps(plan, 0))}`, async () => describePlan(plan, forecast, log));
    if (mode === 'plan' && forecast?.missingBalance !== undefined)
        log.warning(forecast.missingBalance);
    if (mode === 'plan' && forecast !== undefined && forecast.findings.length > 0)
        throw asUserError(forecast.findings);
    const isNeeded = mode === 'apply' && plan.steps.some(isSending);
    const signer = isNeeded ? await preflight(input.privateKey, settings, deployer, state, forecast) : undefined;
    const outcome = await applyPlan({
        plan,
        set: input.set,
        wait,
        isPlanOnly: mode === 'plan',
        signer,
        writer,
        forecast,
        identity: state.identity,
        confirmations: settings.confirmations,
        earlier: unfinished.transactions,
    });
    const { record } = outcome;
    return {
        plan,
        record,
        changed: previousRecord === undefined || (0,contracts_record/* contractRecordDigest */._t)(previousRecord) !== (0,contracts_record/* contractRecordDigest */._t)(record),
        counts: countSteps(plan, outcome.transactions),
        gasUsed: outcome.gasUsed,
        openJournal: mode === 'apply' && (unfinished.own.size > 0 || outcome.transactions > 0) ? { writer } : undefined,
    };
}
/**
 * Closes the journal when the record is safely stored. A run killed before that is resumed: everything is found done, the
 * same record is made again, and this is called again.
 */
async function finishJournal(open, record) {
    await open?.writer.append({ kind: 'finished', record });
}
function createWait({ chain, clock, log, signal, deadlineMs, pollMs = 200 }, deployer) {
    return { chain, deployer, clock, log, signal, deadline: clock.now() + deadlineMs, pollMs };
}
async function settle(wait, unfinished, writer, firstState, { mode }) {
    const settlement = await settleJournal(wait, unfinished, mode === 'plan');
    if (unfinished.transactions.length === 0)
        return { settlement, state: firstState };
    if (settlement.newOutcomes.length > 0)
        await writer.append({ kind: 'outcomes', outcomes: [...settlement.newOutcomes] });
    return { settlement, state: await wait.chain.observe(wait.deployer, [...firstState.codes.keys()], wait.signal) };
}
/** Undefined when there is nothing to send, or when what would be sent builds on transactions that are not mined yet. */
async function foresee(plan, settlement, state, wait, input) {
    if (!plan.steps.some(isSending))
        return undefined;
    if (settlement.nextNonce > state.nonce) {
        input.log.warning('Not simulated: the plan builds on transactions of an unfinished run that are not mined yet. Apply sends those first.');
        return undefined;
    }
    const forecast = await forecastPlan(wait.chain, wait.deployer, plan, input.set, state, wait.clock.unixSeconds(), wait.signal);
    return forecast;
}

// EXTERNAL MODULE: ./src/contracts/clock.js
var clock = __webpack_require__(14024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./src/contracts/artifacts/placeholder.js

/** Both placeholder styles of solc: `__$<34 hexadecimal digits>$__` (since 0.5) and `__Name____…`, always forty characters. */
const placeholderPattern = /__\$[0-9a-f]{34}\$__|__[^$].{37}/g;
/** Every placeholder in a creation code, once. */
function placeholdersIn(creationCode) {
    return [...new Set(creationCode.match(placeholderPattern) ?? [])];
}
/** solc ≥ 0.5: the first 34 digits of the hash of the library's fully qualified name, `<source path>:<Name>`. */
function hashedPlaceholder(qualifiedName) {
    return `__$${(0,keccak/* keccak256 */.S)(new TextEncoder().encode(qualifiedName)).slice(2, 36)}$__`;
}
/** The library's name in an old placeholder, where Truffle writes it cut to 36 characters and filled with underscores. */
function namedPlaceholder(name) {
    return `__${name.slice(0, 36).padEnd(38, '_')}`;
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/truffle.js


const parameterSchema = dist/* object */.Ikc({
    name: dist/* optional */.lqM(dist/* string */.YjP()),
    type: dist/* string */.YjP(),
    components: dist/* optional */.lqM(dist/* array */.YOg(dist/* lazy */.RZV(() => parameterSchema))),
});
/** What slim and full Truffle artifacts have in common, as far as a migration needs it. */
const truffleSchema = dist/* object */.Ikc({
    contractName: dist/* string */.YjP(),
    abi: dist/* array */.YOg(dist/* object */.Ikc({
        type: dist/* string */.YjP(),
        name: dist/* optional */.lqM(dist/* string */.YjP()),
        inputs: dist/* optional */.lqM(dist/* array */.YOg(parameterSchema)),
        stateMutability: dist/* optional */.lqM(dist/* string */.YjP()),
        payable: dist/* optional */.lqM(dist/* boolean */.zMY()),
    })),
    bytecode: dist/* string */.YjP(),
    networks: dist/* optional */.lqM(dist/* record */.g1P(dist/* string */.YjP(), dist/* looseObject */._H3({ links: dist/* optional */.lqM(dist/* record */.g1P(dist/* string */.YjP(), dist/* unknown */.L5J())) })), {}),
});
/** Where Solidity sources stood when the package was compiled, relative to the compiler's root. */
const sourceRoots = ['', 'solidity/', 'solidity-v1/', 'project:/'];
/**
 * Reads a Truffle artifact, slim or full.
 * @param libraryNames which library a hashed placeholder means, see {@link placeholderNames}.
 * @throws RangeError that says what is wrong with it.
 */
function readTruffleArtifact(text, libraryNames) {
    const parsed = dist/* safeParse */.xLC(truffleSchema, parseJson(text));
    if (!parsed.success) {
        const [issue] = parsed.issues;
        throw new RangeError(`it is no Truffle artifact: ${dist/* getDotPath */.BuJ(issue) ?? 'the file'}: ${issue.message}`);
    }
    const { contractName, abi, bytecode, networks } = parsed.output;
    const creationCode = bytecode.replace(/^0x/, '');
    const placeholders = placeholdersIn(creationCode);
    const rest = placeholders.reduce((code, placeholder) => code.replaceAll(placeholder, ''), creationCode);
    if (!/^(?:[0-9a-fA-F]{2})*$/.test(rest))
        throw new RangeError('its bytecode is no hexadecimal text');
    return {
        name: contractName,
        abi: abi,
        creationCode,
        isLinkedElsewhere: placeholders.length === 0 && Object.values(networks).some(({ links = {} }) => Object.keys(links).length > 0),
        links: placeholders.map((placeholder) => ({
            placeholder,
            library: libraryNames.get(placeholder) ?? plainName(placeholder),
        })),
    };
}
/** Placeholder → library, for every Solidity file that a package carries (a hash can't be turned back). */
function placeholderNames(sources) {
    return new Map(sources.flatMap(placeholdersOfSource));
}
function placeholdersOfSource(path) {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.sol$/, '');
    return [
        [namedPlaceholder(name), name],
        ...sourceRoots.map((root) => [hashedPlaceholder(`${root}${path}:${name}`), name]),
    ];
}
/** `__Name____…` whose source the package doesn't carry; a name of 36 or more characters is cut and tells nothing. */
function plainName(placeholder) {
    const name = /^__([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)_{2,}$/.exec(placeholder);
    return name?.[1];
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        throw new RangeError('it is no JSON', { cause: error });
    }
}

;// CONCATENATED MODULE: ./src/contracts/artifacts/npm-package.js



/** Opens the npm package that a set names, installed in a `node_modules` at or above the set's folder. */
async function openNpmPackage(wanted, setFolder) {
    const spec = `${wanted.package}@${wanted.version}`;
    const folder = await findPackage(wanted.package, (0,external_node_path_.resolve)(setFolder));
    const problem = (message, ...path) => ({ problem: { path: ['artifacts', ...path], message } });
    if (folder === undefined) {
        return problem(`${wanted.package} is not installed in a node_modules at or above this file: npm install --save-exact ${spec}`, 'package');
    }
    const installed = await readVersion(folder);
    if (installed !== wanted.version) {
        return problem(`${wanted.package} is installed in version ${installed}, this file wants ${wanted.version}: npm install --save-exact ${spec}`, 'version');
    }
    const artifactFolder = (0,external_node_path_.resolve)(folder, wanted.folder);
    if (!`${artifactFolder}/`.startsWith(`${folder}/`))
        return problem('the folder must lie inside the package', 'folder');
    if (!(await isFolder(artifactFolder)))
        return problem(`${spec} has no folder ${wanted.folder}`, 'folder');
    const libraryNames = placeholderNames(await listSources(folder));
    return {
        source: {
            description: `${spec}, folder ${wanted.folder}`,
            async read(name) {
                const text = await readText((0,external_node_path_.join)(artifactFolder, `${name}.json`));
                return text === undefined ? undefined : readTruffleArtifact(text, libraryNames);
            },
        },
    };
}
async function findPackage(name, start) {
    for (let folder = start;; folder = (0,external_node_path_.dirname)(folder)) {
        const candidate = (0,external_node_path_.join)(folder, 'node_modules', name);
        if (await isFolder(candidate))
            return candidate;
        if (folder === (0,external_node_path_.dirname)(folder))
            return undefined;
    }
}
async function readVersion(folder) {
    const text = await readText((0,external_node_path_.join)(folder, 'package.json'));
    try {
        const { version } = JSON.parse(text ?? '');
        return typeof version === 'string' ? version : 'unknown';
    }
    catch {
        return 'unknown';
    }
}
/** Paths of the Solidity files that the package carries, relative to it. */
async function listSources(folder) {
    if (!(await isFolder((0,external_node_path_.join)(folder, 'contracts'))))
        return [];
    const names = await (0,promises_.readdir)((0,external_node_path_.join)(folder, 'contracts'), { recursive: true });
    return names.filter((name) => name.endsWith('.sol')).map((name) => `contracts/${name.replaceAll('\\', '/')}`);
}
async function isFolder(path) {
    return (await (0,promises_.stat)(path).catch(() => undefined))?.isDirectory() ?? false;
}
async function readText(path) {
    try {
        return await (0,promises_.readFile)(path, 'utf8');
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/contracts/set-checks.js




/** Checks every contract and call of the set against the artifacts; what has a problem is left out and reported. */
function checkSet(set, artifacts, report) {
    const artifactOf = (name) => artifacts.get((hasContract(set, name) ? set.contracts[name]?.artifact : undefined) ?? name);
    const context = {
        isContract: (name) => hasContract(set, name),
        noContract: (name) => noContract(set, name),
        abiOf: (name) => artifactOf(name)?.abi,
        report,
    };
    const contracts = Object.entries(set.contracts).map(([name, entry]) => {
        const artifact = artifactOf(name);
        return artifact && checkContract(name, entry, artifact, set, context);
    });
    const calls = set.calls.map((call, index) => checkCall(call, ['calls', index], artifactOf, context));
    return {
        contracts: contracts.filter((contract) => contract !== undefined),
        calls: calls.filter((call) => call !== undefined),
    };
}
function checkContract(name, entry, artifact, set, context) {
    const path = ['contracts', name];
    if (artifact.creationCode === '') {
        context.report({
            path,
            message: `${artifact.name} has no bytecode: an interface or an abstract contract can't be created`,
        });
    }
    if (artifact.isLinkedElsewhere) {
        context.report({
            path,
            message: `the bytecode of ${artifact.name} is already linked to the libraries of another network: use the artifact as compiled`,
        });
    }
    const parameters = artifact.abi.find(({ type }) => type === 'constructor')?.inputs ?? [];
    const values = typeArguments(parameters, entry.arguments ?? [], entry.arguments ? [...path, 'arguments'] : path, context);
    const libraries = checkLibraries(name, entry, artifact, set, context.report);
    return values && { name, artifact, parameters, arguments: values, libraries };
}
function checkLibraries(name, entry, artifact, set, report) {
    const path = ['contracts', name];
    const libraries = new Map();
    for (const { placeholder, library } of artifact.links) {
        const chosen = entry.libraries?.[placeholder] ?? findInstance(set, library);
        if (chosen === undefined) {
            const message = library === undefined
                ? `links a library that can't be told from the artifacts: add libraries: { "${placeholder}": NAME }`
                : `links the library ${library}, which the set does not have: add ${library}: {}`;
            report({ path, message });
        }
        else if (!hasContract(set, chosen)) {
            report({ path: [...path, 'libraries', placeholder], message: noContract(set, chosen) });
        }
        else {
            libraries.set(placeholder, chosen);
        }
    }
    for (const placeholder of Object.keys(entry.libraries ?? {})) {
        if (!artifact.links.some((link) => link.placeholder === placeholder)) {
            report({
                path: [...path, 'libraries', placeholder],
                message: `the bytecode of ${artifact.name} has no such placeholder`,
            });
        }
    }
    return libraries;
}
/** The contract of the set that is made from this artifact. */
function findInstance(set, artifact) {
    if (artifact === undefined)
        return undefined;
    if (hasContract(set, artifact) && (set.contracts[artifact]?.artifact ?? artifact) === artifact)
        return artifact;
    return Object.entries(set.contracts).find(([, entry]) => entry.artifact === artifact)?.[0];
}
function checkCall(call, path, artifactOf, context) {
    if (!context.isContract(call.contract)) {
        context.report({ path: [...path, 'contract'], message: context.noContract(call.contract) });
        return undefined;
    }
    const abi = artifactOf(call.interface ?? call.contract)?.abi;
    if (abi === undefined)
        return undefined; // its missing artifact is reported already
    const entry = findFunction(abi, call.interface ?? call.contract, call.function);
    if (typeof entry === 'string') {
        context.report({ path: [...path, 'function'], message: entry });
        return undefined;
    }
    const isConstant = entry.stateMutability === 'view' || entry.stateMutability === 'pure';
    if (isConstant)
        context.report({
            path: [...path, 'function'],
            message: `${signatureOf(entry)} only reads: a call of it changes nothing`,
        });
    const values = typeArguments(entry.inputs ?? [], call.arguments ?? [], call.arguments ? [...path, 'arguments'] : path, context);
    const value = checkValue(call, entry, path, context.report);
    return values && { contract: call.contract, entry, arguments: values, value, abi };
}
function checkValue(call, entry, path, report) {
    if (call.value === undefined)
        return 0n;
    const isPayable = entry.payable ?? entry.stateMutability === 'payable';
    if (!isPayable)
        report({ path: [...path, 'value'], message: `${signatureOf(entry)} takes no ether` });
    try {
        return parseAmount(call.value);
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        report({ path: [...path, 'value'], message: error.message });
        return 0n;
    }
}
function noContract(set, name) {
    return `the set has no contract ${name}${(0,nearest_name/* nearestAdvice */.T)(name, Object.keys(set.contracts))}`;
}
/** Own names only: a set that names `toString` means a contract that it doesn't have. */
function hasContract(set, name) {
    return Object.hasOwn(set.contracts, name);
}

;// CONCATENATED MODULE: ./src/contracts/set-order.js
/**
 * Names in an order in which each comes after what it needs; where nothing decides, the given order does.
 * A cycle is a problem, and its members are left out.
 */
function orderByDependency(names, needs) {
    const order = [];
    const problems = [];
    const state = new Map();
    const path = [];
    function visit(name) {
        if (state.get(name) === 'done' || !names.includes(name))
            return;
        if (state.get(name) === 'open') {
            const cycle = [...path.slice(path.indexOf(name)), name];
            problems.push({ path: ['contracts', name], message: `these contracts need each other: ${cycle.join(' → ')}` });
            return;
        }
        state.set(name, 'open');
        path.push(name);
        for (const needed of needs(name))
            visit(needed);
        path.pop();
        state.set(name, 'done');
        order.push(name);
    }
    for (const name of names)
        visit(name);
    return { order, problems };
}

;// CONCATENATED MODULE: ./src/contracts/prepared-set.js




/** Reads the set's artifacts and checks everything that can be known before looking at the chain; all problems at once. */
async function prepareContractSet(set, setFolder) {
    const opened = await openNpmPackage(set.artifacts, setFolder);
    if ('problem' in opened)
        return { prepared: undefined, problems: [opened.problem] };
    const problems = [];
    const artifacts = await readArtifacts(set, opened.source, problems);
    const { contracts, calls } = checkSet(set, artifacts, (problem) => problems.push(problem));
    const needs = new Map(contracts.map((contract) => [contract.name, neededBy(contract)]));
    const { order, problems: cycles } = orderByDependency(Object.keys(set.contracts), (name) => needs.get(name) ?? []);
    problems.push(...cycles);
    if (problems.length > 0)
        return { prepared: undefined, problems };
    const byName = new Map(contracts.map((contract) => [contract.name, contract]));
    const ordered = order.map((name) => byName.get(name)).filter((contract) => contract !== undefined);
    return { prepared: { contracts: ordered, calls }, problems };
}
/** Every artifact that the set mentions anywhere; what is missing or unreadable is reported where it is mentioned first. */
async function readArtifacts(set, source, problems) {
    const artifacts = new Map();
    const asked = new Set();
    for (const { name, path, isRequired } of mentions(set)) {
        if (asked.has(name))
            continue;
        asked.add(name);
        try {
            const artifact = await source.read(name);
            if (artifact !== undefined)
                artifacts.set(name, artifact);
            else if (isRequired)
                problems.push({ path, message: `there is no artifact ${name}.json in ${source.description}` });
        }
        catch (error) {
            if (!(error instanceof RangeError))
                throw error;
            problems.push({ path, message: `the artifact ${name}.json can't be used: ${error.message}` });
        }
    }
    return artifacts;
}
function* mentions(set) {
    for (const [name, { artifact }] of Object.entries(set.contracts)) {
        yield {
            name: artifact ?? name,
            path: artifact ? ['contracts', name, 'artifact'] : ['contracts', name],
            isRequired: true,
        };
    }
    for (const [index, call] of set.calls.entries()) {
        if (call.interface !== undefined && !hasContract(set, call.interface)) {
            yield { name: call.interface, path: ['calls', index, 'interface'], isRequired: true };
        }
    }
    // Whether these exist is checked where they are used, with the exact place.
    for (const text of JSON.stringify(set).matchAll(/"encode":\{"contract":"([^"]+)"/g)) {
        yield { name: text[1] ?? '', path: [], isRequired: false };
    }
}
function neededBy(contract) {
    return [...contract.arguments.flatMap(contractsIn), ...contract.libraries.values()];
}

// EXTERNAL MODULE: ./src/store/pointer.js
var store_pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/values/secret-reference.js
var secret_reference = __webpack_require__(64589);
// EXTERNAL MODULE: ./src/release/chain-gate.js + 3 modules
var chain_gate = __webpack_require__(71695);
;// CONCATENATED MODULE: ./src/release/deadline.js

/**
 * A signal that ends with the run's own, or after a time, whatever is being waited for then: also a node that never
 * finishes an answer.
 */
function withDeadline(signal, afterMs, message) {
    const late = new AbortController();
    setTimeout(() => late.abort(new errors/* RemoteError */.Hi(message)), afterMs).unref();
    return AbortSignal.any([signal, late.signal]);
}

;// CONCATENATED MODULE: ./src/release/dropped-parts.js
/** What left the set. A contract that is replaced or has another name now, and a call that is made anew, did not. */
function droppedParts(before, after) {
    if (before === undefined)
        return [];
    const names = new Set(after.contracts.map(({ name }) => name));
    const addresses = new Set(after.contracts.map(({ address }) => address));
    const contracts = before.contracts
        .filter(({ name, address }) => !names.has(name) && !addresses.has(address))
        .map(({ name, address }) => ({
        what: name,
        address,
        reason: 'no longer in the contract set; it stays on the chain',
    }));
    return [...contracts, ...droppedCalls(before.calls, after.calls)];
}
function droppedCalls(before, after) {
    const done = new Set(after.map(({ transaction }) => transaction));
    const earlier = new Set(before.map(({ transaction }) => transaction));
    const anew = after
        .filter(({ transaction }) => !earlier.has(transaction))
        .map(({ contract, function: name }) => `${contract}.${name}`);
    return before
        .filter(({ transaction }) => !done.has(transaction))
        .flatMap(({ contract, function: name, target }) => {
        const what = `${contract}.${name}`;
        const successor = anew.indexOf(what);
        if (successor >= 0) {
            anew.splice(successor, 1);
            return [];
        }
        return [{ what, address: target, reason: 'no longer in the contract set; what it did stays on the chain' }];
    });
}

// EXTERNAL MODULE: ./src/release/open-step.js + 15 modules
var open_step = __webpack_require__(46583);
;// CONCATENATED MODULE: ./src/release/store-journal.js


const digits = 8;
/** The contracts room's journal, in the store: one object per entry, created once under the next number. */
function createStoreJournal(store, folder) {
    const nameOf = (number) => `${folder}/${String(number).padStart(digits, '0')}.json`;
    const damaged = (what, cause) => new errors/* RemoteError */.Hi(`the journal in ${store.location} is damaged: ${what}. Nothing is sent before it is whole: bring the object back (the bucket may keep versions)`, { cause });
    return {
        async read() {
            const names = [...(await store.list(`${folder}/`))].sort();
            const entries = [];
            for (const [number, name] of names.entries()) {
                if (name !== nameOf(number))
                    throw damaged(`${nameOf(number)} is missing, ${name} is there`);
                const found = await store.read(name);
                if (found === undefined)
                    throw damaged(`${name} was deleted while it was read`);
                try {
                    entries.push(parseJournalEntry(new TextDecoder().decode(found.bytes)));
                }
                catch (cause) {
                    throw damaged(`${name} is no journal entry`, cause);
                }
            }
            return entries;
        },
        async append(number, entry) {
            const outcome = await store.create(nameOf(number), new TextEncoder().encode(encodeJournalEntry(entry)));
            return outcome === 'created' ? 'appended' : 'taken';
        },
    };
}

// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
;// CONCATENATED MODULE: ./src/release/migrate-contracts.js











/** Waits on the chain end by themselves at the deadline and say more; only then the rest is broken off. */
const graceMs = 1_000;
/** Deploys what differs, proves it, publishes the contract record. */
async function migrate_contracts_migrateContracts(inputs, ports) {
    const environment = await (0,open_step/* openEnvironment */.A)(inputs, ports);
    return migrateEnvironment(environment, await (0,open_step/* openEnvironmentStore */.R)(environment, inputs, ports), inputs, ports);
}
/** The same for a step that has opened the environment already. */
async function migrateEnvironment(environment, store, { mode, timeoutMs }, ports) {
    const { log, secrets } = ports;
    const signal = withDeadline(ports.signal, timeoutMs + graceMs, `the chain's node did not answer within the timeout of ${timeoutMs / 1000} s. What was sent stays in the journal, and the next run goes on from there`);
    const set = await prepareEnvironmentSet(environment, ports);
    const chain = (0,chain_gate/* openEnvironmentChain */.F)(environment, ports);
    const name = (0,store_layout/* pointerName */.Jy)(environment.name, 'contracts');
    let pointer;
    let previous;
    const { signer } = environment.chain;
    const result = await migrateContracts({
        set,
        settings: environment.chain,
        chain,
        privateKey: mode === 'apply' && (0,secret_reference/* isSecretReference */.IC)(signer) ? secrets((0,secret_reference/* secretName */.Gf)(signer)) : undefined,
        journal: await openEnvironmentJournal(environment, store, chain, signal),
        holder: ports.run.url ?? ports.run.commit ?? 'a run at a terminal',
        scope: environment.name,
        async readPreviousRecord() {
            pointer = await (0,store_pointer/* readPointer */.q)(store, name);
            previous = pointer && (0,contracts_record/* parseContractRecord */.DM)(await (0,store_layout/* fetchDocument */.sW)(store, 'contract-records', pointer.target));
            return previous;
        },
        mode,
        deadlineMs: timeoutMs,
        log,
        signal,
        clock: clock/* systemClock */.m,
    });
    const { record, counts } = result;
    const dropped = droppedParts(previous, record);
    for (const { what, reason } of dropped)
        log.info(`drop   ${what} (${reason})`);
    summarize(environment, result, dropped, ports);
    if (mode === 'plan') {
        return { contracts: result.changed ? undefined : pointer?.target, record, changed: result.changed, counts };
    }
    const digest = await (0,store_layout/* publish */.mk)(store, 'contract-records', record, ports.run);
    if ((await (0,store_pointer/* movePointer */.T)(store, name, digest, pointer?.generation)) === 'conflict') {
        throw new errors/* UserError */.yo(`another run has published contracts for ${environment.name} meanwhile; this run's contracts are recorded as ${digest} and in the journal. Run it again.`);
    }
    await finishJournal(result.openJournal, digest);
    log.info(`Contract record ${digest}: ${counts.deployed} deployed, ${counts.kept} kept, ${counts.transactions} transactions`);
    return { contracts: digest, record, changed: counts.transactions > 0 || pointer?.target !== digest, counts };
}
/** Reads the artifacts and checks the set against them. @throws UserError with file and line of every mistake. */
async function prepareEnvironmentSet(environment, ports) {
    const { set, folder } = environment.contracts;
    const { prepared, problems } = await prepareContractSet(set, (0,external_node_path_.resolve)(ports.workspace, folder));
    if (prepared === undefined)
        throw new errors/* UserError */.yo(environment.findings('contracts', problems));
    return prepared;
}
/** The journal belongs to the chain that answers, not to the environment's name: the nonce is what runs share. */
async function openEnvironmentJournal(environment, store, chain, signal) {
    const deployer = (0,address/* parseAddress */.o)(environment.chain.deployer);
    const { identity } = await chain.observe(deployer, [], signal);
    return createStoreJournal(store, (0,store_layout/* journalFolder */.MT)(identity, deployer));
}
function summarize(environment, { plan, changed }, dropped, { summary }) {
    summary.add({
        title: `Contracts of ${environment.name}`,
        severity: changed ? 'changed' : 'unchanged',
        columns: ['step', 'contract', 'address', 'why'],
        rows: [
            ...plan.steps.map((step) => ({
                severity: step.kind === 'create' || step.kind === 'call' ? 'changed' : 'unchanged',
                cells: [
                    step.kind,
                    step.kind === 'call' || step.kind === 'skip' ? `${step.contract}.${step.function}` : step.contract,
                    'address' in step ? step.address : '',
                    step.reason,
                ],
            })),
            ...dropped.map(({ what, address, reason }) => ({
                severity: 'changed',
                cells: ['drop', what, address, reason],
            })),
        ],
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

