export const id = 771;
export const ids = [771];
export const modules = {

/***/ 24684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RH: () => (/* binding */ readCallAnswer),
/* harmony export */   XA: () => (/* binding */ callParams),
/* harmony export */   XK: () => (/* binding */ hexQuantity),
/* harmony export */   nQ: () => (/* binding */ readRevert)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91032);

/** The parameters of eth_call: overrides stand in the third and fourth place, and only when there are some. */
function callParams(request) {
    const transaction = {
        from: request.from,
        ...(request.to === undefined ? {} : { to: request.to }),
        data: request.data,
        ...(request.value === undefined || request.value === 0n ? {} : { value: hexQuantity(request.value) }),
        ...(request.gas === undefined ? {} : { gas: hexQuantity(request.gas) }),
        ...(request.gasPrice === undefined ? {} : { gasPrice: hexQuantity(request.gasPrice) }),
    };
    const block = request.block === undefined ? 'latest' : hexQuantity(request.block);
    if (request.accounts === undefined && request.blockOverride === undefined)
        return [transaction, block];
    const accounts = Object.fromEntries([...(request.accounts ?? [])].map(([where, account]) => [
        where,
        {
            ...(account.balance === undefined ? {} : { balance: hexQuantity(account.balance) }),
            ...(account.nonce === undefined ? {} : { nonce: hexQuantity(account.nonce) }),
            ...(account.code === undefined ? {} : { code: account.code }),
            ...(account.isStorageEmpty === true ? { state: {} } : {}),
        },
    ]));
    if (request.blockOverride === undefined)
        return [transaction, block, accounts];
    const { number, timeSeconds } = request.blockOverride;
    const time = timeSeconds === undefined ? {} : { time: hexQuantity(timeSeconds) };
    return [transaction, block, accounts, { number: hexQuantity(number), ...time }];
}
/** Tells an output from a revert, and both from a node that could not run it. */
function readCallAnswer(answer) {
    if ('error' in answer) {
        const data = readRevert(answer.error);
        return data === undefined
            ? { kind: 'failed', message: answer.error.message }
            : { kind: 'revert', data, message: answer.error.message };
    }
    const { result } = answer;
    if (typeof result !== 'string' || !(0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .isHex */ .qv)(result))
        return { kind: 'failed', message: 'the answer is no bytes' };
    return { kind: 'output', data: result.toLowerCase() };
}
/** What code gave when it reverted; undefined when the node could not run it. */
function readRevert(failure) {
    const data = revertData(failure);
    const isRevert = data !== undefined || failure.code === 3 || /revert/i.test(failure.message);
    return isRevert ? (data ?? '0x') : undefined;
}
function revertData({ data }) {
    if (typeof data === 'string' && (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .isHex */ .qv)(data))
        return data;
    if (typeof data === 'object' && data !== null && 'data' in data && typeof data.data === 'string' && (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .isHex */ .qv)(data.data))
        return data.data;
    return undefined;
}
function hexQuantity(value) {
    return `0x${value.toString(16)}`;
}


/***/ }),

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

/***/ 68672:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ observe)
/* harmony export */ });
/* harmony import */ var _sending_code_hashes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35723);
/* harmony import */ var _simulation_simulate_v1_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(66036);
/* harmony import */ var _reads_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73401);



/** The state that a plan is made from, read in one batch. */
async function observe(chain, deployer, contracts, signal) {
    const wanted = [...new Set(contracts)];
    const [id, genesis, latest, price, nonce, pendingNonce, balance, deployerCode, hasSimulateV1, ...hashes] = await chain.read([
        (0,_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .chainId */ .tL)(),
        (0,_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .blockHeader */ .$6)(0),
        (0,_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .blockHeader */ .$6)('latest'),
        (0,_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .gasPrice */ .lD)(),
        (0,_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .transactionCount */ .kY)(deployer, 'latest'),
        (0,_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .transactionCount */ .kY)(deployer, 'pending'),
        (0,_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .balanceOf */ ._r)(deployer),
        (0,_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .codeAt */ .LT)(deployer),
        (0,_simulation_simulate_v1_js__WEBPACK_IMPORTED_MODULE_1__/* .simulatesCreations */ .qv)(),
        ...(0,_sending_code_hashes_js__WEBPACK_IMPORTED_MODULE_2__/* .codeHashReads */ .Zy)(wanted),
    ], signal);
    // A node that can't look at them in a call is asked for the codes themselves.
    const seen = hashes.flatMap((part) => part ?? []);
    return {
        identity: { id, genesisHash: genesis.hash },
        block: { number: latest.number, timeSeconds: latest.timeSeconds, gasLimit: latest.gasLimit },
        baseFee: latest.baseFee,
        gasPrice: price,
        nonce,
        pendingNonce,
        balance,
        deployerCode,
        hasSimulateV1,
        codeHashes: seen.length < wanted.length ? await (0,_sending_code_hashes_js__WEBPACK_IMPORTED_MODULE_2__/* .readCodeHashes */ .IT)(chain, wanted, signal) : hashesOf(wanted, seen),
    };
}
function hashesOf(addresses, seen) {
    return new Map(addresses.flatMap((address, index) => {
        const hash = seen[index];
        return hash === undefined ? [] : [[address, hash]];
    }));
}


/***/ }),

/***/ 73401:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $6: () => (/* binding */ blockHeader),
/* harmony export */   C8: () => (/* binding */ callOf),
/* harmony export */   CP: () => (/* binding */ transactionOf),
/* harmony export */   LT: () => (/* binding */ codeAt),
/* harmony export */   TG: () => (/* binding */ transactionsIn),
/* harmony export */   W7: () => (/* binding */ receiptOf),
/* harmony export */   _r: () => (/* binding */ balanceOf),
/* harmony export */   kY: () => (/* binding */ transactionCount),
/* harmony export */   lD: () => (/* binding */ gasPrice),
/* harmony export */   ml: () => (/* binding */ blockHeaderIfThere),
/* harmony export */   pN: () => (/* binding */ ifTold),
/* harmony export */   tL: () => (/* binding */ chainId)
/* harmony export */ });
/* unused harmony export blockNumber */
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(91032);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83573);
/* harmony import */ var _eth_call_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(24684);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(70206);





const quantity = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^0x[0-9a-fA-F]{1,64}$/, 'no quantity'));
const big = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(quantity, valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => BigInt(text)));
const small = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(quantity, valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => Number(text)), valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeInteger */ .Y2b('a number of 2^53 or more'));
const bytes = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .check */ .z6Y(_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .isHex */ .qv, 'no bytes'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => text.toLowerCase()));
const hash = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(bytes, valibot__WEBPACK_IMPORTED_MODULE_0__/* .length */ .Bw9(66));
const address = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^0x[0-9a-fA-F]{40}$/), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((text) => (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAddress */ .o)(text.toLowerCase())));
const header = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ number: small, hash, timestamp: small, gasLimit: big, gasUsed: big, baseFeePerGas: valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(big) }), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi(({ timestamp, baseFeePerGas, ...rest }) => ({
    ...rest,
    timeSeconds: timestamp,
    baseFee: baseFeePerGas ?? undefined,
})));
const sentInBlock = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ transactions: valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ hash, nonce: small, from: address })) }), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi(({ transactions }) => transactions));
const sentTransaction = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ nonce: small, from: address, input: bytes, value: big, gas: big })), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((answer) => {
    if (answer === null)
        return undefined;
    const { input, gas, ...rest } = answer;
    return { ...rest, data: input, gasLimit: gas };
}));
const receipt = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullable */ .mee(valibot__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    transactionHash: hash,
    status: small,
    blockNumber: small,
    blockHash: hash,
    gasUsed: big,
    effectiveGasPrice: valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(big),
    contractAddress: valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullish */ .cl6(address),
})), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((answer) => answer === null
    ? undefined
    : {
        hash: answer.transactionHash,
        isSuccess: answer.status === 1,
        block: answer.blockNumber,
        blockHash: answer.blockHash,
        gasUsed: answer.gasUsed,
        gasPrice: answer.effectiveGasPrice ?? undefined,
        contractAddress: answer.contractAddress ?? undefined,
    }));
const chainId = () => reading('eth_chainId', [], small);
const blockNumber = () => reading('eth_blockNumber', [], small);
const gasPrice = () => reading('eth_gasPrice', [], big);
/** Of a block that the chain has. */
function blockHeader(block) {
    return reading('eth_getBlockByNumber', [reference(block), false], header);
}
/** Undefined when the chain does not have the block. */
function blockHeaderIfThere(block) {
    const schema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .nullable */ .mee(header), valibot__WEBPACK_IMPORTED_MODULE_0__/* .transform */ .pdi((answer) => answer ?? undefined));
    return reading('eth_getBlockByNumber', [reference(block), false], schema);
}
/** How many transactions an account has sent; of a contract: how many it has created, plus one. */
function transactionCount(account, block) {
    return reading('eth_getTransactionCount', [account, reference(block)], small);
}
/** In wei. */
function balanceOf(account, block = 'latest') {
    return reading('eth_getBalance', [account, reference(block)], big);
}
/** Runtime code now; `0x` where there is none. */
function codeAt(where) {
    return reading('eth_getCode', [where, 'latest'], bytes);
}
/** Undefined while the transaction is not mined, as far as this node knows. */
function receiptOf(transaction) {
    const read = reading('eth_getTransactionReceipt', [transaction], receipt);
    // geth says so, right after its start, of every transaction that it has not found yet.
    const isNotFoundYet = (answer) => 'error' in answer && /indexing is in progress/i.test(answer.error.message);
    return { ...read, parse: (answer) => (isNotFoundYet(answer) ? undefined : read.parse(answer)) };
}
/** What a transaction was sent with; undefined when the node doesn't have it. */
function transactionOf(transaction) {
    return reading('eth_getTransactionByHash', [transaction], sentTransaction);
}
/** Every transaction of a block, with who sent it. */
function transactionsIn(block) {
    return reading('eth_getBlockByNumber', [reference(block), true], sentInBlock);
}
/** Runs code without a transaction. */
function callOf(request) {
    return { method: 'eth_call', params: (0,_eth_call_js__WEBPACK_IMPORTED_MODULE_3__/* .callParams */ .XA)(request), parse: _eth_call_js__WEBPACK_IMPORTED_MODULE_3__/* .readCallAnswer */ .RH };
}
/** For what a node may have forgotten, such as the state of an old block: undefined where it refuses. */
function ifTold(read) {
    return { ...read, parse: (answer) => ('error' in answer ? undefined : read.parse(answer)) };
}
function reference(block) {
    return typeof block === 'number' ? (0,_eth_call_js__WEBPACK_IMPORTED_MODULE_3__/* .hexQuantity */ .XK)(block) : block;
}
function reading(method, params, schema) {
    return {
        method,
        params,
        parse(answer) {
            if ('error' in answer)
                throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .RemoteError */ .Hi(`the chain's RPC node refused ${method}: ${answer.error.message}`);
            const parsed = valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeParse */ .xLC(schema, answer.result);
            if (parsed.success)
                return parsed.output;
            throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .RemoteError */ .Hi(`the chain's RPC node answered ${method} with what can't be used: ${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_5__/* .cleanForeignText */ .V)(parsed.issues[0].message)}`);
        },
    };
}


/***/ }),

/***/ 99439:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ NodeFailure)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);

/** A node gave no answer that can be used. */
class NodeFailure extends _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi {
    /** The same request may work later. */
    isPassing;
    /** Where it asked to be left alone, and the run has time for that. */
    rest;
    constructor(message, isPassing, rest) {
        super(message);
        this.isPassing = isPassing;
        this.rest = rest;
    }
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

/***/ 92621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DM: () => (/* binding */ parseContractRecord),
/* harmony export */   _t: () => (/* binding */ contractRecordDigest)
/* harmony export */ });
/* unused harmony exports contractRecordSchema, encodeContractRecord */
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(37122);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(12354);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94149);
/* harmony import */ var _stored_values_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44694);




const named = (schema, description) => valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(schema, valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_(description));
const contractSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    name: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), 'its name in the contract set'),
    address: _stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .address */ .hl,
    codeHash: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .hash */ .tW, 'Keccak-256 of the code that the chain has at its address'),
    block: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9, 'the number of the block that created it'),
    transaction: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .hash */ .tW, 'that created it'),
    arguments: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .json */ .Pq), "the constructor's: integers as decimal text, bytes and addresses as hexadecimal text"),
    libraries: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), _stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .address */ .hl), 'that its code links, by their names in the set'),
    value: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .wei */ .oZ, 'what was sent along to the constructor, in wei'),
    fingerprint: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .hash */ .tW, 'SHA-256 of its linked creation code without compiler metadata, its arguments and value'),
    creationHash: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .hash */ .tW, 'SHA-256 of the very bytes that created it, and its value'),
    abiHash: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .hash */ .tW, 'SHA-256 of the ABI it was created with, as canonical JSON'),
    proof: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .picklist */ .KIO(['exact', 'metadata-differs', 'unproved', 'predicted']), 'whether the code on the chain is, byte for byte, what its creation leaves; unproved only where the set allows it; predicted only in what a plan shows, never in what is stored'),
    method: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .picklist */ .KIO(['replay', 'creation', 'elsewhere', 'masked']), 'how it was proved: its block run again, its creation run again at its place or elsewhere, or its artifact compared around its immutables')),
});
const callSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    contract: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), "the target's name in the contract set"),
    function: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), 'its signature'),
    target: _stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .address */ .hl,
    calldata: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .hex */ .uh, 'the function and its encoded arguments'),
    value: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .wei */ .oZ, 'what was sent along, in wei'),
    predicate: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), 'what is true on the chain since, as the set says it')),
    transaction: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .hash */ .tW, 'absent, as the block, when only the predicate tells that it was done')),
    block: valibot__WEBPACK_IMPORTED_MODULE_0__/* .optional */ .lqM(named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9, 'the number of the block that has it')),
});
/** What is on a chain: every contract of a set and every call that was done. Content-addressed; plan, commit and run stand beside it. */
const contractRecordSchema = valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    version: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(1), 'of this form of a record'),
    chain: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        id: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9, 'the chain id'),
        genesisHash: named(_stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .hash */ .tW, 'the hash of the first block: another chain of the same id has another'),
    }), 'which chain it speaks of'),
    /** Who has sent all of it. */
    deployer: _stored_values_js__WEBPACK_IMPORTED_MODULE_1__/* .address */ .hl,
    contracts: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(contractSchema), 'by name'),
    calls: named(valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(callSchema), 'by contract, function and what is sent, whatever order they are made in'),
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


/***/ }),

/***/ 44694:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pq: () => (/* binding */ json),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   br: () => (/* binding */ digest),
/* harmony export */   hl: () => (/* binding */ address),
/* harmony export */   oZ: () => (/* binding */ wei),
/* harmony export */   tW: () => (/* binding */ hash),
/* harmony export */   uh: () => (/* binding */ hex)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77934);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83573);


/*
 * How values stand in what is stored: contract records and journal entries. They are patterns where they can be, so that
 * the published schema says the same: what stands behind a transformation is lost to it.
 */
/** Bytes. */
const hex = pattern(/^0x(?:[0-9a-fA-F]{2})*$/, 'expected 0x and hexadecimal digits');
/** A hash of 32 bytes. */
const hash = pattern(/^0x[0-9a-fA-F]{64}$/, 'expected 0x and 64 hexadecimal digits');
/** An address; in mixed case its checksum must be right. */
const address = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^0x[0-9a-fA-F]{40}$/, 'expected an address: 0x and 40 hexadecimal digits'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .description */ .h_('in mixed case, which carries a checksum (EIP-55)'), valibot__WEBPACK_IMPORTED_MODULE_0__/* .rawTransform */ .NTK(({ dataset, addIssue, NEVER }) => {
    try {
        return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseAddress */ .o)(dataset.value);
    }
    catch (error) {
        addIssue({ message: error instanceof Error ? error.message : 'expected an address' });
        return NEVER;
    }
}));
/** The name of bytes by their content. */
const digest = pattern(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hexadecimal digits');
/** An amount in wei, as decimal text: JSON's numbers end at 2^53. */
const wei = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(/^(?:0|[1-9]\d*)$/, 'expected an amount in wei'));
/** A nonce, a block's number. */
const count = valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .safeInteger */ .Y2b(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .minValue */ .Wwf(0));
/** Anything that JSON can hold. */
const json = valibot__WEBPACK_IMPORTED_MODULE_0__/* .lazy */ .RZV(() => valibot__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([valibot__WEBPACK_IMPORTED_MODULE_0__/* ["null"] */ .chJ(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(json), valibot__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), json)]));
/** A text that is of the type because it has the form. */
function pattern(form, expected) {
    return valibot__WEBPACK_IMPORTED_MODULE_0__/* .pipe */ .FsL(valibot__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), valibot__WEBPACK_IMPORTED_MODULE_0__/* .regex */ .yGV(form, expected));
}


/***/ }),

/***/ 45274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ openChain)
});

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/values/secret-reference.js
var secret_reference = __webpack_require__(64589);
// EXTERNAL MODULE: ./src/contracts/chain/reads.js
var reads = __webpack_require__(73401);
// EXTERNAL MODULE: ./src/contracts/chain/rpc.js
var rpc = __webpack_require__(99439);
;// CONCATENATED MODULE: ./src/contracts/chain/failover.js



/** How often every node is tried, when all of them fail with what may pass. */
const rounds = 3;
const identityReads = [(0,reads/* chainId */.tL)(), (0,reads/* blockHeader */.$6)(0)];
/**
 * Where a network has several nodes, each of them must be of the same chain: a node's first batch also asks for its id and
 * first block, so that this costs no request, and nothing is sent to a node before.
 */
function createNodes(nodes) {
    const [first] = nodes;
    let current = 0;
    let identity;
    const verified = new Set();
    async function askOne(node, calls, signal) {
        const rpc = nodes[node] ?? first;
        if (nodes.length === 1 || verified.has(node))
            return rpc.batch(calls, signal);
        const isSending = calls.some(({ method }) => method === 'eth_sendRawTransaction');
        const answers = await rpc.batch([...identityReads, ...(isSending ? [] : calls)], signal);
        verify(node, nameOf(node), answers);
        return isSending ? rpc.batch(calls, signal) : answers.slice(identityReads.length);
    }
    function verify(node, setting, [id, genesis]) {
        if (id === undefined || genesis === undefined)
            throw new errors/* RemoteError */.Hi(`${setting} gave no answer`);
        const seen = { id: identityReads[0].parse(id), genesisHash: identityReads[1].parse(genesis).hash };
        identity ??= { ...seen, setting };
        if (seen.id !== identity.id || seen.genesisHash !== identity.genesisHash) {
            throw new errors/* UserError */.yo(`the nodes are of different chains: ${identity.setting} has the chain id ${identity.id} and the first block ${identity.genesisHash}, ${setting} has ${seen.id} and ${seen.genesisHash}`);
        }
        verified.add(node);
    }
    const nameOf = (node) => nodes[node]?.setting ?? `node ${node + 1}`;
    function leave(node) {
        if (current === node)
            current = (node + 1) % nodes.length;
    }
    /** Every node a few times. */
    async function askInTurn(calls, signal) {
        const failures = new Map();
        for (let turn = 0; turn < nodes.length * rounds; turn++) {
            const node = current;
            const failed = failures.get(node);
            try {
                if (failed === undefined || isPassing(failed))
                    return { answers: await askOne(node, calls, signal) };
            }
            catch (error) {
                signal.throwIfAborted();
                if (!(error instanceof errors/* RemoteError */.Hi))
                    throw error;
                failures.set(node, error);
                if (nodes.length === 1)
                    break;
            }
            leave(node);
        }
        return { failures: [...failures.values()] };
    }
    return {
        askOne,
        leave,
        nameOf,
        order: () => nodes.map((_, index) => (current + index) % nodes.length),
        async ask(calls, signal) {
            for (;;) {
                const end = await askInTurn(calls, signal);
                if ('answers' in end)
                    return end.answers;
                // Whoever asked for a time to be left alone may answer after it.
                const [first] = end.failures.flatMap(restOf).sort((a, b) => a.durationMs - b.durationMs);
                if (first === undefined)
                    throw allFailed(end.failures);
                await first.wait(signal);
            }
        },
    };
}
function restOf(failure) {
    return failure instanceof rpc/* NodeFailure */.t && failure.rest !== undefined ? [failure.rest] : [];
}
function isPassing(failure) {
    return failure instanceof rpc/* NodeFailure */.t && failure.isPassing;
}
function allFailed(failures) {
    const [only] = failures;
    if (failures.length === 1 && only !== undefined)
        return only;
    return new rpc/* NodeFailure */.t(failures.map(({ message }) => message).join('\n'), false);
}

;// CONCATENATED MODULE: ./src/contracts/chain/refusal.js
/** Of JSON-RPC, and of Ethereum's own list (EIP-1474): the method does not exist, or is not supported. */
const codesOfUnable = [-32601, -32004];
const saysItIsKnown = /already known|known transaction|already imported|already exists|already in.*pool|nonce too low|nonce is too low|old ?nonce/i;
const saysItIsVariant = /replacement|could not replace|already.*(higher|nonce)/i;
const saysItIsCheap = /underpriced|(fee|gas ?price).*(too low|less than|below|minimum)|feetoolow|below.*base ?fee/i;
const saysPoolIsFull = /full|limit exceeded|limit reached|too many|queued|gapped|nonce too (high|far)|in-?flight|future|overflow|discarded|evict|capacity/i;
const saysItMayPass = /temporar|try again|retry|time[sd]?[ -]?out|internal error/i;
const saysItIsUnable = /method.*(not|n't) (be |been )?(found|exist|supported|available|allowed|enabled|permitted|whitelisted)|method.*(disabled|unsupported|unavailable|forbidden)|(unsupported|unknown|unrecogni[sz]ed) method|read[ -]?only|not allowed/i;
/** What holds of these very bytes, whenever they are sent. */
const saysItIsFinal = [
    /insufficient ?(funds|balance)|cost exceeds.*balance/i,
    /intrinsic ?gas|floor data gas|gas uint64 overflow|out of gas/i,
    /exceeds?.*block.*gas ?limit|gas ?limit.*(exceeds|too high|above).*|gaslimitexceeded|exceeds allowance/i,
    /init ?code|(max|maximum) code size|oversized data|(transaction|tx).*(size|too large)|maxtxsize/i,
    /(invalid|wrong|incorrect|mismatch).*chain ?id|chain ?id.*(invalid|wrong|mismatch|required)|signed for another chain/i,
    /invalid (sender|signature|transaction [vrs]\b)|failedtoresolvesender|signature.*invalid/i,
    /replay.?protect|unprotected/i,
    /sender.*(not an eoa|is ?contract|not authori[sz]ed)|sender ?is ?contract/i,
    /(type|eip-1559|access lists?).*not supported|notsupportedtxtype|invalid transaction (type|format)/i,
    /priority fee.*(higher|above|exceeds)|higher than 2\^256|negative value|exceeds the configured cap/i,
    /nonce has max/i,
    /\brlp\b|decode|unmarshal|typed transaction too short/i,
];
/** There are no codes for these: the words are those of geth, reth, Nethermind, Besu, Erigon and anvil. */
function classifyRefusal({ code, message }) {
    if (codesOfUnable.includes(code))
        return 'unable';
    if (saysItIsKnown.test(message))
        return 'known';
    if (saysItIsVariant.test(message))
        return 'variant';
    if (saysItIsFinal.some((words) => words.test(message)))
        return 'final';
    if (saysItIsCheap.test(message))
        return 'fee';
    if (saysPoolIsFull.test(message))
        return 'pool';
    if (saysItIsUnable.test(message) && !saysItMayPass.test(message))
        return 'unable';
    return 'unclear';
}

;// CONCATENATED MODULE: ./src/contracts/chain/sending.js



/** The first that was said by any node decides: one that takes it is enough, and it is final when none knows better. */
const ranks = ['accepted', 'known', 'variant', 'fee', 'pool', 'unclear', 'final', 'unable'];
/** What another node may see differently. */
const openVerdicts = ['unclear', 'final', 'unable'];
/**
 * Transactions go to one node; to the next as well when it takes none, refuses them, or fails; and when they are sent again,
 * to all.
 * @throws RemoteError when no node can be asked and that will not pass.
 */
function createSending(nodes) {
    const sent = new Set();
    const takesNone = new Set();
    async function askNode(node, transactions, signal) {
        const calls = transactions.map((raw) => ({ method: 'eth_sendRawTransaction', params: [raw] }));
        try {
            const answers = await nodes.askOne(node, calls, signal);
            const said = calls.map((_, index) => read(answers[index], nodes.nameOf(node)));
            if (said.some(({ verdict }) => verdict === 'unable'))
                takesNone.add(node);
            return { said, failure: undefined };
        }
        catch (failure) {
            signal.throwIfAborted();
            if (!(failure instanceof errors/* RemoteError */.Hi))
                throw failure;
            nodes.leave(node);
            const verdict = isPassing(failure) ? 'unclear' : 'unable';
            // Its message names the node already.
            return { said: calls.map(() => ({ verdict, words: failure.message, node: undefined })), failure };
        }
    }
    return async (transactions, signal) => {
        const isAgain = transactions.some((raw) => sent.has(raw));
        for (const raw of transactions)
            sent.add(raw);
        const able = nodes.order().filter((node) => !takesNone.has(node));
        const order = able.length === 0 ? nodes.order() : able;
        const ofTransaction = (replies, index) => replies.flatMap(({ said }) => said[index] ?? []);
        let replies = [];
        if (isAgain)
            replies = await Promise.all(order.map((node) => askNode(node, transactions, signal)));
        else {
            for (const node of order) {
                replies.push(await askNode(node, transactions, signal));
                const isSettled = transactions.every((_, index) => !openVerdicts.includes(decisive(ofTransaction(replies, index)).verdict));
                if (isSettled)
                    break;
            }
        }
        const failures = replies.flatMap(({ failure }) => failure ?? []);
        if (failures.length === order.length && !failures.some(isPassing))
            throw allFailed(failures);
        return transactions.map((_, index) => answerOf(ofTransaction(replies, index)));
    };
}
function read(answer, node) {
    if (answer === undefined)
        return { verdict: 'unclear', words: 'no answer', node };
    if (!('error' in answer))
        return { verdict: 'accepted', words: '', node };
    return { verdict: classifyRefusal(answer.error), words: answer.error.message, node };
}
function decisive(said) {
    const sorted = said.toSorted((a, b) => ranks.indexOf(a.verdict) - ranks.indexOf(b.verdict));
    return sorted[0] ?? { verdict: 'unclear', words: 'no node was asked', node: undefined };
}
function answerOf(said) {
    const { verdict, words } = decisive(said);
    switch (verdict) {
        case 'accepted':
        case 'known':
            return { kind: verdict };
        case 'variant':
        case 'fee':
        case 'pool':
            return { kind: 'refused', reason: verdict, message: words };
        case 'unclear':
        case 'final':
            return { kind: 'refused', reason: verdict, message: wordsOf(said) };
        case 'unable':
            return { kind: 'refused', reason: 'final', message: `no node takes transactions: ${wordsOf(said)}` };
    }
}
/** What each node said, by its setting where there are several. */
function wordsOf(said) {
    const [only] = said;
    if (said.length === 1 && only !== undefined)
        return only.words;
    return said.map(({ node, words }) => (node === undefined ? words : `${node}: ${words}`)).join('; ');
}

;// CONCATENATED MODULE: ./src/contracts/chain/rpc-chain.js



/**
 * The chain port over JSON-RPC. The first node is asked, and the next when it can't be; or the one with the given number,
 * and only that.
 */
function createRpcChain(...rpcs) {
    const nodes = createNodes(rpcs);
    const read = async (reads, signal, endpoint) => {
        if (reads.length === 0)
            return [];
        const answers = await (endpoint === undefined ? nodes.ask(reads, signal) : nodes.askOne(endpoint, reads, signal));
        return reads.map((wanted, index) => {
            const answer = answers[index];
            if (answer === undefined)
                throw new errors/* RemoteError */.Hi(`the chain's RPC node gave no answer to ${wanted.method}`);
            return wanted.parse(answer);
        });
    };
    return {
        endpoints: rpcs.length,
        // Each answer was parsed by its own read, which the mapped tuple type can't follow.
        read: read,
        send: createSending(nodes),
    };
}

// EXTERNAL MODULE: ./src/contracts/clock.js
var contracts_clock = __webpack_require__(14024);
;// CONCATENATED MODULE: ./src/contracts/open-chain.js




/**
 * Opens the chain that an environment names, by one node or by several. Nothing is asked yet.
 * @throws UserError that names each setting whose URL is missing or none, and never the URL.
 */
function openChain({ rpc }, { secrets, log, clock = contracts_clock/* systemClock */.m, timeoutMs = 30_000, onTrouble, remainingMs }) {
    const given = typeof rpc === 'string' ? [rpc] : rpc;
    const problems = [];
    const nodes = given.flatMap((text, index) => {
        const place = typeof rpc === 'string' ? 'chain.rpc' : `chain.rpc, ${index + 1} of ${given.length}`;
        const setting = (0,secret_reference/* isSecretReference */.IC)(text) ? `${place}: ${text}` : place;
        const url = (0,secret_reference/* isSecretReference */.IC)(text) ? secrets((0,secret_reference/* secretName */.Gf)(text)) : text;
        const problem = problemOf(text, place, url);
        if (problem !== undefined || url === undefined) {
            problems.push(problem ?? '');
            return [];
        }
        const isOneOfMany = given.length > 1;
        return [
            onFirstUse(setting, async () => {
                const { openHttpRpc } = await __webpack_require__.e(/* import() */ 602).then(__webpack_require__.bind(__webpack_require__, 55602));
                const told = onTrouble && ((message) => onTrouble(setting, message));
                return openHttpRpc(url, { timeoutMs, clock, log, setting, onTrouble: told, isOneOfMany, remainingMs });
            }),
        ];
    });
    const [first, ...others] = nodes;
    if (problems.length > 0)
        throw new errors/* UserError */.yo(problems.map((message) => ({ message })));
    if (first === undefined)
        throw new errors/* UserError */.yo('chain.rpc names no node');
    return createRpcChain(first, ...others);
}
function problemOf(text, place, url) {
    if (url === undefined)
        return `${text} is not set: expected the URL of the chain's RPC node`;
    if (URL.canParse(url) && /^https?:\/\//i.test(url))
        return undefined;
    return `${(0,secret_reference/* isSecretReference */.IC)(text) ? text : place} is no URL that can be used: expected one that starts with http:// or https://`;
}
/** Node's HTTPS takes longer to load than everything else here, and not every step asks the chain. */
function onFirstUse(setting, open) {
    let opened;
    return {
        setting,
        async batch(calls, signal) {
            opened ??= open();
            return await (await opened).batch(calls, signal);
        },
    };
}


/***/ }),

/***/ 28473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ describeWrongChain),
/* harmony export */   q: () => (/* binding */ checkCode)
/* harmony export */ });
/* harmony import */ var _chain_observe_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(68672);

/** Reads the code at every address of the record again; an empty list means that all of it is on this chain now. */
async function checkCode(chain, record, signal) {
    const state = await (0,_chain_observe_js__WEBPACK_IMPORTED_MODULE_0__/* .observe */ .l)(chain, record.deployer, record.contracts.map(({ address }) => address), signal);
    const wrongChain = describeWrongChain(state.identity, record.chain);
    if (wrongChain !== undefined)
        return [{ contract: '', message: wrongChain }];
    return record.contracts.flatMap(({ name, address, codeHash }) => {
        const hash = state.codeHashes.get(address);
        if (hash === undefined)
            return [{ contract: name, message: `${name}: there is no code at ${address}` }];
        return hash === codeHash
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

/***/ 35723:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IT: () => (/* binding */ readCodeHashes),
/* harmony export */   Zy: () => (/* binding */ codeHashReads),
/* harmony export */   qQ: () => (/* binding */ hashOf)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7423);
/* harmony import */ var _chain_reads_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73401);
/* harmony import */ var _simulation_assembler_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(85102);



/** What EXTCODEHASH says of an account without code; it says 0 of no account at all. */
const noCode = (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .keccak256 */ .S)('0x');
const noAccount = `0x${'0'.repeat(64)}`;
/** One call gives this many: what it gives is bounded like the code of a contract. */
const mostAtOnce = 500;
/**
 * The hash of the code at each address now, in one eth_call whatever their number: getting each code costs a request and
 * up to 48 kB, and hashing it here takes longer than all the rest of an unchanged run. Undefined where there is no code.
 */
async function readCodeHashes(chain, addresses, signal) {
    const wanted = [...new Set(addresses)];
    const answers = await chain.read(codeHashReads(wanted), signal);
    const hashes = answers.every((answer) => answer !== undefined)
        ? answers.flat()
        : (await chain.read(wanted.map(_chain_reads_js__WEBPACK_IMPORTED_MODULE_1__/* .codeAt */ .LT), signal)).map(hashOf);
    return new Map(wanted.flatMap((address, index) => entry(address, hashes[index])));
}
/** The same as a part of a larger batch: the answers together give the hashes, in the order of the addresses. */
function codeHashReads(addresses) {
    return Array.from({ length: Math.ceil(addresses.length / mostAtOnce) }, (_, part) => codeHashesAt(addresses.slice(part * mostAtOnce, (part + 1) * mostAtOnce)));
}
/**
 * Creation code that looks at the accounts and returns what it saw as if it were the new contract's code. Undefined when
 * the node can't run it.
 */
function codeHashesAt(addresses) {
    const data = `${reader}${addresses.map((address) => address.slice(2).toLowerCase()).join('')}`;
    const { method, params, parse } = (0,_chain_reads_js__WEBPACK_IMPORTED_MODULE_1__/* .callOf */ .C8)({ from: nobody, data });
    return {
        method,
        params,
        parse(answer) {
            const outcome = parse(answer);
            // A first byte of zero stands before the hashes.
            if (outcome.kind !== 'output' || outcome.data.length !== 2 + 2 + addresses.length * 64)
                return undefined;
            return addresses.map((_, index) => {
                const hash = `0x${outcome.data.slice(4 + index * 64, 4 + index * 64 + 64)}`;
                return hash === noCode || hash === noAccount ? undefined : hash;
            });
        },
    };
}
/** The hash of a code, undefined for none. */
function hashOf(code) {
    return code === '0x' ? undefined : (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .keccak256 */ .S)(code);
}
const nobody = `0x${'0'.repeat(40)}`;
const reader = readerCode();
function readerCode() {
    // Its own length, where the addresses begin, is only known when it is written: one more pass.
    const { length } = assembleReader(0);
    return assembleReader(length / 2 - 1);
}
/** On the stack: where the next address stands in the code, and where its hash goes in memory. */
function assembleReader(firstAddress) {
    const { emit, label, jumpTo, jumpIfTo, assemble } = (0,_simulation_assembler_js__WEBPACK_IMPORTED_MODULE_2__/* .createAssembler */ .T)();
    emit(firstAddress, 32);
    label('next');
    emit('CODESIZE', 'DUP3', 'LT', 'ISZERO');
    jumpIfTo('end');
    // The address is laid over the last 20 bytes of the first word.
    emit(20, 'DUP3', 12, 'CODECOPY', 0, 'MLOAD', 'EXTCODEHASH', 'DUP2', 'MSTORE');
    emit(32, 'ADD', 'SWAP1', 20, 'ADD', 'SWAP1');
    jumpTo('next');
    label('end');
    // Code may not begin with 0xef (EIP-3541), a hash may: the last byte of the first word, zero again, goes before them.
    emit(0, 'DUP1', 'MSTORE', 31, 'DUP1', 'DUP3', 'SUB', 'SWAP1', 'RETURN');
    return assemble();
}
function entry(address, hash) {
    return hash === undefined ? [] : [[address, hash]];
}


/***/ }),

/***/ 85102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ createAssembler)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91032);

/** Opcodes up to Constantinople, as far as they are needed here: PUSH0 and other later ones are unknown to older chains. */
const opcodes = {
    STOP: 0x00,
    ADD: 0x01,
    SUB: 0x03,
    LT: 0x10,
    ISZERO: 0x15,
    ORIGIN: 0x32,
    CALLER: 0x33,
    CODESIZE: 0x38,
    CODECOPY: 0x39,
    RETURNDATASIZE: 0x3d,
    RETURNDATACOPY: 0x3e,
    EXTCODEHASH: 0x3f,
    POP: 0x50,
    MLOAD: 0x51,
    MSTORE: 0x52,
    JUMP: 0x56,
    JUMPI: 0x57,
    GAS: 0x5a,
    JUMPDEST: 0x5b,
    PUSH1: 0x60,
    PUSH2: 0x61,
    PUSH4: 0x63,
    DUP1: 0x80,
    DUP2: 0x81,
    DUP3: 0x82,
    SWAP1: 0x90,
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
                if (typeof part === 'number' && part > 0xff)
                    code.push(opcodes.PUSH4, ...bigEndian(part));
                else if (typeof part === 'number')
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
            return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .hexOf */ .ZD)(Uint8Array.from(code));
        },
    };
}
function bigEndian(number) {
    return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff);
}


/***/ }),

/***/ 66036:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EN: () => (/* binding */ fitsOneRequest),
/* harmony export */   HD: () => (/* binding */ plenty),
/* harmony export */   Qm: () => (/* binding */ simulateV1Read),
/* harmony export */   nX: () => (/* binding */ withoutRefundRead),
/* harmony export */   qv: () => (/* binding */ simulatesCreations)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(91032);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7423);
/* harmony import */ var _chain_eth_call_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24684);
/* harmony import */ var _transaction_gas_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77924);



/** More ether than there is, so that only the forecast speaks of what is missing. */
const plenty = 2n ** 128n;
/** A node lends the calls of one request only so much gas together; each is given what nearly every step needs. */
const gasForRunning = 4000000n;
const gasOfCodeByte = 200n;
/** Servers take no longer requests than a few megabytes. */
const mostDigits = 3_000_000;
/** Larger than any block's, so that how much fits is decided when the steps are sent. */
const blockGas = 2n ** 40n;
/**
 * Asks whether a node has eth_simulateV1 with creations in it. One that stops at once is cheap enough to be asked with everything
 * else, and a node that can't do it is then never sent the whole plan for nothing.
 */
function simulatesCreations() {
    const calls = [{ from: `0x${'0'.repeat(40)}`, input: '0x00' }];
    return {
        method: 'eth_simulateV1',
        params: [{ blockStateCalls: [{ calls }], validation: false }, 'latest'],
        parse: (answer) => 'result' in answer && resultsIn(answer.result)?.length === 1,
    };
}
function fitsOneRequest(steps) {
    return steps.reduce((sum, { data }) => sum + data.length, 0) <= mostDigits;
}
/**
 * Runs all steps as the transactions that they will be. Undefined when that tells nothing: the node can't do it, or the
 * gas that it lends ran out.
 */
function simulateV1Read(scene, steps) {
    return {
        method: 'eth_simulateV1',
        params: paramsOf(scene, steps.map((step) => ({ ...step, gas: gasFor(step.data) }))),
        parse(answer) {
            if ('error' in answer)
                return undefined;
            const results = resultsIn(answer.result);
            if (results?.length !== steps.length)
                return undefined;
            const outcomes = results.map((result, index) => readResult(result, steps[index], scene.beforeLondon === true));
            return outcomes.every((outcome) => outcome !== undefined) ? outcomes : undefined;
        },
    };
}
/**
 * Runs all steps once more, those that may get gas back with as much as they need if they do not: which of them succeed.
 * None where that tells nothing.
 */
function withoutRefundRead(scene, steps, outcomes) {
    const gasOf = ({ data }, outcome) => outcome?.kind === 'success' && outcome.limitWithoutRefund !== undefined
        ? (0,_transaction_gas_js__WEBPACK_IMPORTED_MODULE_0__/* .gasWithoutRefund */ .M7)(outcome.gas)
        : gasFor(data);
    return {
        method: 'eth_simulateV1',
        params: paramsOf(scene, steps.map((step, index) => ({ ...step, gas: gasOf(step, outcomes[index]) }))),
        parse(answer) {
            const results = 'error' in answer ? undefined : resultsIn(answer.result);
            return steps.map((_, index) => {
                const result = results?.length === steps.length ? results[index] : undefined;
                return isRecord(result) && result['status'] === '0x1';
            });
        },
    };
}
function paramsOf({ deployer, nonce, block }, steps) {
    const calls = steps.map(({ to, data, value, gas }) => ({
        from: deployer,
        ...(to === undefined ? {} : { to }),
        input: data,
        value: (0,_chain_eth_call_js__WEBPACK_IMPORTED_MODULE_1__/* .hexQuantity */ .XK)(value),
        gas: (0,_chain_eth_call_js__WEBPACK_IMPORTED_MODULE_1__/* .hexQuantity */ .XK)(gas),
    }));
    const blockState = {
        blockOverrides: {
            number: (0,_chain_eth_call_js__WEBPACK_IMPORTED_MODULE_1__/* .hexQuantity */ .XK)(block.number),
            time: (0,_chain_eth_call_js__WEBPACK_IMPORTED_MODULE_1__/* .hexQuantity */ .XK)(block.timeSeconds),
            gasLimit: (0,_chain_eth_call_js__WEBPACK_IMPORTED_MODULE_1__/* .hexQuantity */ .XK)(blockGas),
        },
        stateOverrides: { [deployer]: { balance: (0,_chain_eth_call_js__WEBPACK_IMPORTED_MODULE_1__/* .hexQuantity */ .XK)(plenty), nonce: (0,_chain_eth_call_js__WEBPACK_IMPORTED_MODULE_1__/* .hexQuantity */ .XK)(nonce) } },
        calls,
    };
    return [{ blockStateCalls: [blockState], validation: false }, 'latest'];
}
function gasFor(data) {
    return (0,_transaction_gas_js__WEBPACK_IMPORTED_MODULE_0__/* .transactionGas */ .cB)(data, BigInt(data.length / 2 - 1) * gasOfCodeByte + gasForRunning);
}
function readResult(result, step, beforeLondon) {
    if (!isRecord(result) || step === undefined)
        return undefined;
    const { status, gasUsed, maxUsedGas, returnData, error } = result;
    if (status === '0x1') {
        const used = quantity(gasUsed);
        if (used === undefined || typeof returnData !== 'string' || !(0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .isHex */ .qv)(returnData))
            return undefined;
        const isCreation = step.to === undefined;
        const accuracy = isCreation ? 'creation' : 'call';
        const codeHash = isCreation ? (0,_values_index_js__WEBPACK_IMPORTED_MODULE_3__/* .keccak256 */ .S)(returnData) : undefined;
        // Before what is given back at the end, where the node tells that.
        const needed = quantity(maxUsedGas);
        return needed === undefined
            ? (0,_transaction_gas_js__WEBPACK_IMPORTED_MODULE_0__/* .successAfterRefund */ .CE)(used, accuracy, codeHash, beforeLondon)
            : { ...(0,_transaction_gas_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)(needed, accuracy, codeHash), gas: used };
    }
    if (status !== '0x0' || !isRecord(error) || typeof error['message'] !== 'string')
        return undefined;
    if (/out of gas|gas too low|gas limit|insufficient/i.test(error['message']))
        return undefined;
    const data = [error['data'], returnData].find((bytes) => typeof bytes === 'string' && (0,_values_index_js__WEBPACK_IMPORTED_MODULE_2__/* .isHex */ .qv)(bytes) && bytes !== '0x');
    const isPlainRevert = /revert/i.test(error['message']);
    return { kind: 'revert', data: data ?? '0x', message: isPlainRevert ? undefined : error['message'] };
}
function resultsIn(answer) {
    const block = Array.isArray(answer) ? answer[0] : undefined;
    return isRecord(block) && Array.isArray(block['calls']) ? block['calls'] : undefined;
}
function quantity(value) {
    return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value) ? BigInt(value) : undefined;
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 77924:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CE: () => (/* binding */ successAfterRefund),
/* harmony export */   M7: () => (/* binding */ gasWithoutRefund),
/* harmony export */   cB: () => (/* binding */ transactionGas),
/* harmony export */   kX: () => (/* binding */ success)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91032);

/**
 * What a transaction costs whose code used so much (of a creation with the 32,000 that the creating itself costs): its
 * bytes and all that is fixed, and at least what Prague's rules ask for the bytes (EIP-7623).
 */
function transactionGas(data, used) {
    let zeros = 0;
    const bytes = (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .bytesOf */ .$$)(data);
    for (const byte of bytes)
        if (byte === 0)
            zeros++;
    const others = bytes.length - zeros;
    const standard = BigInt(21_000 + zeros * 4 + others * 16) + used;
    const floor = BigInt(21_000 + zeros * 10 + others * 40);
    if (floor > standard)
        return floor;
    return standard;
}
const margins = {
    // Kept small: a block is filled by what transactions may use, not by what they do.
    creation: (gas) => (gas * 6n) / 5n + 20000n,
    'creation-that-names': (gas) => (gas * 6n) / 5n + 70000n,
    call: (gas) => (gas * 3n) / 2n + 20000n,
    'call-within-a-call': (gas) => gas * 2n + 150000n,
};
function success(gas, accuracy, codeHash) {
    return { kind: 'success', gas, gasLimit: margins[accuracy](gas), codeHash };
}
/**
 * Of a figure from which is already taken what is given back at the end: that has to be there first. It is at most a fifth
 * of what was used (EIP-3529), or half by the rules before London, so this is what can have been used.
 */
function successAfterRefund(gas, accuracy, codeHash, beforeLondon) {
    const used = beforeLondon ? gas * 2n : (gas * 5n + 3n) / 4n;
    const { gasLimit: limitWithoutRefund } = success(gas, accuracy, codeHash);
    // Of a call too: its larger margin has room for what is given back by London's rules.
    return { kind: 'success', gas, gasLimit: margins.creation(used), limitWithoutRefund, codeHash };
}
/** With so much a transaction succeeds that gets nothing back, and is nested no more than three levels deep. */
function gasWithoutRefund(gas) {
    return (gas * 21n) / 20n;
}


/***/ }),

/***/ 44363:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bm: () => (/* binding */ rlpInteger),
/* harmony export */   Jr: () => (/* binding */ decodeRlp),
/* harmony export */   RH: () => (/* binding */ encodeRlp)
/* harmony export */ });
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91032);

/** Recursive length prefix, as Ethereum writes transactions (https://ethereum.org/developers/docs/data-structures-and-encoding/rlp). */
function encodeRlp(value) {
    return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .hexOf */ .ZD)(encode(value));
}
function encode(value) {
    if (typeof value !== 'string') {
        const body = Buffer.concat(value.map(encode));
        return Buffer.concat([prefix(0xc0, body.length), body]);
    }
    const bytes = Buffer.from((0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .bytesOf */ .$$)(value));
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
    const bytes = (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .bytesOf */ .$$)(hex);
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
        return [(0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .hexOf */ .ZD)(bytes.slice(start, start + 1)), start + 1];
    const isList = first >= 0xc0;
    const short = first - (isList ? 0xc0 : 0x80);
    const sizeBytes = short > 55 ? short - 55 : 0;
    const from = start + 1 + sizeBytes;
    const length = sizeBytes === 0 ? short : Number.parseInt(Buffer.from(bytes.slice(start + 1, from)).toString('hex'), 16);
    const end = from + length;
    if (!(end <= bytes.length))
        throw new RangeError('the RLP value is cut short');
    if (!isList)
        return [(0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .hexOf */ .ZD)(bytes.slice(from, end)), end];
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


/***/ }),

/***/ 77719:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ glimpse)
/* harmony export */ });
/* harmony import */ var _check_document_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96693);
/* harmony import */ var _settings_schema_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76243);
/* harmony import */ var _yaml_document_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5347);



/**
 * The chain, the cluster and the store of an environment, from keep-deploy.yml alone: enough to ask them something while the
 * other, larger files are read, or can't be. Undefined when anything is wrong: `readEnvironment` then says what.
 */
async function glimpse({ readFile, file, environment, }) {
    try {
        const { value, findings } = (0,_check_document_js__WEBPACK_IMPORTED_MODULE_0__/* .checkDocument */ .sw)((0,_yaml_document_js__WEBPACK_IMPORTED_MODULE_1__/* .readYaml */ .g)(file, await readFile(file)), _settings_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .settingsSchema */ .d);
        const { environments } = value ?? {};
        const isThere = findings.length === 0 && environments !== undefined && Object.hasOwn(environments, environment);
        const { chain, cluster, store } = (isThere ? environments[environment] : undefined) ?? {};
        return chain && store !== undefined ? { chain, cluster, store } : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 58353:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ openEnvironmentChain),
/* harmony export */   e: () => (/* binding */ codeFindings)
/* harmony export */ });
/* harmony import */ var _configuration_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(51729);
/* harmony import */ var _contracts_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(45274);
/* harmony import */ var _contracts_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(28473);
/* harmony import */ var _environment_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(71460);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64589);
/* harmony import */ var _literal_addresses_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2494);





/** The environment's chain. Its nodes' URLs may be `$NAME`s. */
function openEnvironmentChain(environment, { secrets, log }, time) {
    const { rpc } = environment.chain;
    (0,_environment_index_js__WEBPACK_IMPORTED_MODULE_0__/* .resolveSecrets */ .Mx)(environment, (typeof rpc === 'string' ? [rpc] : rpc).filter(_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .isSecretReference */ .IC), secrets);
    return (0,_contracts_index_js__WEBPACK_IMPORTED_MODULE_2__/* .openChain */ .y)(environment.chain, { secrets, log, onTrouble: time?.onTrouble, remainingMs: time?.remainingMs });
}
/**
 * Contracts before clients: what of the record, and of the addresses that stand literally, is not on the chain now. Each finding stands where the clients' template
 * names the contract, or else where the contract set does.
 */
async function codeFindings(environment, chain, record, recipes, ports) {
    const mistaken = mistakenChain(environment, record);
    if (mistaken.length > 0)
        return mistaken;
    const wrong = await (0,_contracts_index_js__WEBPACK_IMPORTED_MODULE_3__/* .checkCode */ .q)(chain, record, ports.signal);
    const wrongChain = wrong.filter(({ contract }) => contract === '');
    if (wrongChain.length > 0)
        return wrongChain.map(({ message }) => ({ message }));
    const { configuration, clients = [] } = environment.clients ?? {};
    const references = [
        ...(0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_4__/* .referencesIn */ .ii)(configuration?.template, ['configuration', 'template']),
        ...clients.flatMap((client) => (0,_configuration_index_js__WEBPACK_IMPORTED_MODULE_4__/* .referencesIn */ .ii)(client.configuration, ['clients', client.name, 'configuration'])),
    ];
    const ofRecord = wrong.flatMap(({ contract, message }) => {
        const used = references.filter(({ reference }) => reference.kind === 'contract' && reference.name === contract);
        const problems = used.map(({ path }) => ({ path, message }));
        if (problems.length > 0)
            return environment.findings('clients', problems);
        return environment.findings('contracts', [{ path: ['contracts', contract], message }]);
    });
    return [...ofRecord, ...(await (0,_literal_addresses_js__WEBPACK_IMPORTED_MODULE_5__/* .literalFindings */ ._)(environment, chain, record, recipes, ports.signal))];
}
/** The node and the record may agree, and the file name another chain: somebody means another one, or mistyped it. */
function mistakenChain({ name, chain, findings }, record) {
    if (chain === undefined || chain.id === record.chain.id)
        return [];
    const message = `chain.id is ${chain.id}, but the contract record is of chain ${record.chain.id}: correct it, or give the record of that chain (migrate-contracts makes it)`;
    return findings('settings', [{ path: ['environments', name, 'chain', 'id'], message }]);
}


/***/ }),

/***/ 2494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ literalFindings)
/* harmony export */ });
/* harmony import */ var _contracts_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73401);

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
    const codes = await chain.read(addresses.map(_contracts_index_js__WEBPACK_IMPORTED_MODULE_0__/* .codeAt */ .LT), signal);
    const empty = new Set(addresses.filter((_, index) => codes[index] === '0x'));
    const findings = literals
        .filter(({ address }) => empty.has(address))
        .map((literal) => findingOf(environment, literal));
    // One in the template is the same for every client.
    return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
function findingOf(environment, { client, key, address }) {
    const { configuration, clients = [] } = environment.clients ?? {};
    const inTree = ['ethereum', 'ContractAddresses', key];
    const own = clients.find(({ name }) => name === client)?.configuration;
    const message = `${key}: there is no code at ${address}`;
    const places = [
        [own, ['clients', client, 'configuration']],
        [configuration?.template, ['configuration', 'template']],
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

/***/ 8771:
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
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/values/address.js
var address = __webpack_require__(83573);
// EXTERNAL MODULE: ./src/report/attachment.js
var attachment = __webpack_require__(16392);
;// CONCATENATED MODULE: ./src/contracts/journal/broken-off.js

/** Attached to the error that ends a migration. */
const brokenOff = (0,attachment/* createAttachment */.c)();
/** Undefined when nothing was signed: the chain is as before. */
function describeBrokenOff(plan, spending) {
    const transactions = spending.transactions();
    if (plan === undefined || transactions === 0)
        return undefined;
    const { gasUsed, cost, blocks } = spending.total();
    const steps = plan.steps.map((step) => ({ step, fate: fateOf(step, spending) }));
    return { plan, steps, transactions, gasUsed, cost, blocks: blocks.size };
}
function fateOf(step, spending) {
    const receipt = 'nonce' in step
        ? spending.receipts().find(({ nonce }) => nonce === step.nonce)?.receipt
        : // What the run had done before it planned anew.
            spending.receipts().find(({ receipt: { hash } }) => hash === step.known.transaction)?.receipt;
    if (receipt !== undefined) {
        const { isSuccess, hash, block, gasUsed, gasPrice } = receipt;
        const cost = gasPrice === undefined ? undefined : gasUsed * gasPrice;
        return { kind: isSuccess ? 'mined' : 'reverted', transaction: hash, block, cost };
    }
    if (!('nonce' in step))
        return { kind: 'as-before' };
    return { kind: spending.hasSigned(step.nonce) ? 'signed' : 'not-sent' };
}

;// CONCATENATED MODULE: ./src/contracts/journal/lock.js

/** The run ends because another one is at work. */
class LockedError extends errors/* RemoteError */.Hi {
    holder;
    expires;
    constructor({ holder, expires }) {
        super(`locked: another run is at work with the same deployer on the same chain: ${holder}. Its lock runs out at ${expires} unless it is renewed. Run again when that run has ended; if it no longer runs and its lock stays, set break-lock`);
        this.holder = holder;
        this.expires = expires;
    }
}
/** @throws LockedError when the lock is another's. */
async function acquireLease(lock, signal, wasHeldBefore) {
    const answer = await lock.acquire(signal, wasHeldBefore);
    if (answer.kind === 'locked')
        throw new LockedError(answer);
    return answer;
}

;// CONCATENATED MODULE: ./src/contracts/journal/held-lock.js

/** @param lose called with the reason when the lock is lost. */
function createHeldLock(signal, lose) {
    let lease;
    return {
        async take(open, wasHeldBefore) {
            if (lease !== undefined || open === undefined)
                return 'held';
            const { lease: taken, waited } = await acquireLease(open(), signal, wasHeldBefore);
            lease = taken;
            const onLost = () => lose(taken.lost.reason);
            if (taken.lost.aborted)
                onLost();
            else
                taken.lost.addEventListener('abort', onLost, { once: true });
            return waited ? 'waited' : 'held';
        },
        isHeld: () => lease !== undefined,
        requireHeld: () => lease?.requireHeld(),
        requireHeldNow: async () => lease?.requireHeldNow(),
        async release(after) {
            const held = lease;
            lease = undefined;
            await held?.release(after);
        },
    };
}

// EXTERNAL MODULE: ./src/contracts/chain/foreign-text.js
var foreign_text = __webpack_require__(70206);
;// CONCATENATED MODULE: ./src/contracts/sending/abortable.js
/** Stops waiting when the signal is aborted; what was begun may go on, and its end is then of no interest. */
async function abortable(work, signal) {
    // First of all: nobody else hears of its failure, and a failure that nobody hears of ends the process.
    work.catch(() => { });
    signal.throwIfAborted();
    let stop = () => { };
    const aborted = new Promise((_, reject) => {
        stop = () => reject(signal.reason);
        signal.addEventListener('abort', stop, { once: true });
    });
    try {
        return await Promise.race([work, aborted]);
    }
    finally {
        signal.removeEventListener('abort', stop);
    }
}

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __webpack_require__(77934);
// EXTERNAL MODULE: ./src/values/canonical-json.js
var canonical_json = __webpack_require__(12354);
// EXTERNAL MODULE: ./src/contracts/journal/stored-values.js
var stored_values = __webpack_require__(44694);
;// CONCATENATED MODULE: ./src/contracts/journal/journal-entry.js




/** What had to be proved before it was signed, and must still be there when its bytes are sent again. */
const names = dist/* array */.YOg(dist/* strictObject */.rej({ address: stored_values/* address */.hl, codeHash: stored_values/* hex */.uh }));
const loggedCreation = dist/* strictObject */.rej({
    kind: dist/* literal */.euz('create'),
    contract: dist/* string */.YjP(),
    address: stored_values/* address */.hl,
    arguments: dist/* array */.YOg(stored_values/* json */.Pq),
    libraries: dist/* record */.g1P(dist/* string */.YjP(), stored_values/* address */.hl),
    /** Which of the bytes are code, and so hold metadata, can't be told from them. */
    fingerprint: stored_values/* hash */.tW,
    abiHash: stored_values/* hash */.tW,
    /** Only of one that sends ether. */
    names: dist/* optional */.lqM(names),
});
const loggedCall = dist/* strictObject */.rej({
    kind: dist/* literal */.euz('call'),
    contract: dist/* string */.YjP(),
    function: dist/* string */.YjP(),
    names,
    predicate: dist/* optional */.lqM(dist/* string */.YjP()),
});
/** A transfer of nothing to oneself: it only uses up the nonce of something that isn't wanted any more. */
const loggedBurn = dist/* strictObject */.rej({
    kind: dist/* literal */.euz('burn'),
    /** What the nonce was for. */
    instead: dist/* string */.YjP(),
});
const loggedTransaction = dist/* strictObject */.rej({
    nonce: stored_values/* count */.U9,
    hash: stored_values/* hash */.tW,
    /** The signed bytes. Several for one nonce differ in their fees only, or the later one is a burn. */
    raw: stored_values/* hex */.uh,
    step: dist/* variant */.Oxt('kind', [loggedCreation, loggedCall, loggedBurn]),
});
const loggedOutcome = dist/* strictObject */.rej({
    nonce: stored_values/* count */.U9,
    /** Of the transaction that has used the nonce; `replaced` when it is none of the logged ones. */
    hash: stored_values/* hash */.tW,
    outcome: dist/* picklist */.KIO(['mined', 'reverted', 'replaced']),
    block: stored_values/* count */.U9,
    blockHash: stored_values/* hash */.tW,
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
        plan: stored_values/* digest */.br,
        transactions: dist/* array */.YOg(loggedTransaction),
    }),
    dist/* strictObject */.rej({ ...author, kind: dist/* literal */.euz('outcomes'), outcomes: dist/* array */.YOg(loggedOutcome) }),
    /** A run goes on with what another has left: the other, should it still run, is refused its next entry and sends no more. */
    dist/* strictObject */.rej({ ...author, kind: dist/* literal */.euz('takeover') }),
    /** The chain was reset: what stands before, and the records made of it, are of a chain that is gone. */
    dist/* strictObject */.rej({ ...author, kind: dist/* literal */.euz('new-chain') }),
    dist/* strictObject */.rej({
        ...author,
        kind: dist/* literal */.euz('finished'),
        record: stored_values/* digest */.br,
        /** The deployer's next nonce: all before are used by what is final. */
        nextNonce: stored_values/* count */.U9,
        finalBlock: dist/* strictObject */.rej({ number: stored_values/* count */.U9, hash: stored_values/* hash */.tW }),
    }),
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

;// CONCATENATED MODULE: ./src/contracts/journal/journal-writer.js




/** Another run has written the entry that this one was about to write: nothing that builds on it may be sent. */
class Overtaken extends errors/* RemoteError */.Hi {
    /** The other has finished since, so that one can go on from there. */
    hasEnded;
    constructor(holder, hasEnded) {
        super(`another run is at work with the same deployer on the same chain: ${(0,foreign_text/* cleanForeignText */.V)(holder)}. Nothing more was sent by this one; run it again when the other has ended`);
        this.hasEnded = hasEnded;
    }
}
function openJournalWriter(journal, start, author, signal) {
    let next = start;
    return {
        next: () => next,
        async append(body, scope = author.scope) {
            signal.throwIfAborted();
            const entry = { version: 1, ...author, scope, ...body };
            if ((await abortable(journal.append(next, entry), signal)) === 'taken') {
                await requireOwn(journal, next, entry, signal);
            }
            next++;
        },
    };
}
/** A create whose answer was lost says "exists" when it is repeated: the entry is ours when it carries our token. */
async function requireOwn(journal, number, entry, signal) {
    const { start, entries } = await abortable(journal.read(), signal);
    const there = entries[number - start];
    if (there !== undefined && encodeJournalEntry(there) === encodeJournalEntry(entry))
        return;
    const since = entries.slice(Math.max(number - start, 0));
    // A head that has moved past the number says that whatever stands there is finished.
    const hasEnded = start > number || since.some(({ kind, token }) => kind === 'finished' && token === there?.token);
    throw new Overtaken(there?.holder ?? 'unknown', hasEnded);
}

;// CONCATENATED MODULE: ./src/contracts/once.js
/** What is opened or asked at most once, when it is first needed. */
function once(open) {
    let opened;
    return () => {
        opened ??= open();
        return opened;
    };
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-again.js
/** What was planned no longer fits the chain, and nothing is wrong with that: settle, plan and go on, in the same run. */
class PlanAgain extends Error {
}

;// CONCATENATED MODULE: ./src/contracts/sending/block-pace.js
/** Of what the node says of the past: it averages out that times are whole seconds. */
const blocksBack = 32;
const longestStepMs = 2_000;
/** Nobody relies on the pace of a slower chain. */
const longestPeriodMs = 20_000;
const gapsKept = 8;
/**
 * Regular chains are looked at when the next block is due, and once in between, to notice within half its time that one
 * came early. While nothing is known, and on chains that don't keep time (those that make
 * blocks on demand, or by luck), there is a look every tenth of the shortest block seen. Nothing depends on the node's clock:
 * when a block came is told by the looks before and after, and how long blocks take by differences.
 */
function createBlockPace(pollMs) {
    let latest;
    let older;
    let isOlderAsked = false;
    let came;
    let lookedAt = 0;
    let waitingSince = 0;
    let vainLooks = 0;
    let shortestWayMs = Number.POSITIVE_INFINITY;
    let isRegular = false;
    /** It was seen that the newest block was not there before it was due. */
    let isConfirmed = false;
    /** Of the newest block. */
    let told;
    const gaps = [];
    function periodMs() {
        const mean = latest && older && toldGap(older, latest);
        // A chain that leaves out turns is faster than its mean.
        const seen = gaps.length > 0 ? gaps : [told];
        const all = [mean, ...seen].flatMap((gap) => (gap === undefined || gap.ms <= 0 ? [] : [inWholeSeconds(gap)]));
        return all.length === 0 || (mean === undefined && gaps.length === 0) ? undefined : Math.min(...all);
    }
    function keepsTime(period) {
        return isRegular && period !== undefined && period <= longestPeriodMs && period >= 3 * pollMs;
    }
    function noteArrival(look, before) {
        const to = Math.max(look.sentAt, look.answeredAt - shortestWayMs);
        const seen = { from: Math.min(lookedAt, to), to };
        const period = periodMs();
        const last = came;
        came = seen;
        told = toldGap(before, look);
        if (last === undefined || period === undefined) {
            // What comes at once may have been made on demand.
            isConfirmed = true;
            isRegular = vainLooks >= 1 && period !== undefined && Math.abs(told.ms - period) <= 1000 + period / 5;
        }
        else {
            const doubt = doubtOf(period);
            const count = look.number - before.number;
            // A chain may leave out a turn.
            const turns = Math.max(count, Math.round((seen.from - last.to) / period));
            const due = { from: last.from + turns * period - doubt, to: last.to + turns * period + doubt };
            const isOnTime = seen.to >= due.from && seen.from <= due.to;
            isConfirmed = seen.from >= due.from - doubt;
            if (seen.to < due.from || (gaps.length === 0 && !isConfirmed))
                isRegular = false;
            else if (isOnTime && widthOf(seen) <= period / 3)
                isRegular = true;
            if (isOnTime)
                came = { from: Math.max(seen.from, due.from), to: Math.min(seen.to, due.to) };
            const ms = (middleOf(came) - middleOf(last)) / count;
            const doubtMs = (widthOf(came) + widthOf(last)) / 2 / count;
            if (ms > 0 && doubtMs <= ms / 4)
                gaps.push({ ms, doubtMs });
            if (gaps.length > gapsKept)
                gaps.shift();
        }
    }
    return {
        begin(now) {
            waitingSince = now;
            vainLooks = 0;
        },
        note(look, asked) {
            shortestWayMs = Math.min(shortestWayMs, look.answeredAt - look.sentAt);
            if (asked !== undefined && asked.number < look.number)
                older = asked;
            const isNew = latest === undefined || look.number > latest.number;
            if (latest !== undefined && isNew)
                noteArrival(look, latest);
            vainLooks = isNew ? 0 : vainLooks + 1;
            if (isNew)
                latest = look;
            lookedAt = look.sentAt;
            return isNew;
        },
        wantedBlock() {
            // The first block can have any time.
            if (latest === undefined || latest.number < 2 || isOlderAsked)
                return undefined;
            isOlderAsked = true;
            return Math.max(latest.number - blocksBack, 1);
        },
        regularSince: () => (keepsTime(periodMs()) ? latest?.number : undefined),
        next(blocks) {
            const period = periodMs();
            const part = (period ?? 0) / (blocks > 1 ? 4 : 10);
            const step = Math.min(Math.max(part, pollMs), longestStepMs);
            if (blocks === 0 || !keepsTime(period) || came === undefined) {
                // What is told of the past says nothing of a chain that makes its blocks on demand.
                return { at: lookedAt + Math.min(step, Math.max((lookedAt - waitingSince) / 3, pollMs)), isGlance: false };
            }
            const doubt = doubtOf(period);
            let [from, to] = [came.from + period - doubt, came.to + period + doubt];
            while (lookedAt >= to + period / 3)
                [from, to] = [from + period, to + period];
            const lateMs = lookedAt - to;
            if (lateMs >= 0) {
                return { at: lookedAt + Math.min(Math.max(pollMs / 2, period / 20, lateMs / 2), step), isGlance: false };
            }
            // Looks before and after the middle tell ever better when blocks come.
            const middle = (from + to) / 2;
            const isChecked = (gaps.length > 0 && (blocks > 1 || isConfirmed)) || lookedAt >= from - doubt;
            const narrow = blocks > 1 ? period / 5 : 6 * doubt;
            const target = !isChecked ? from : to - from > narrow && lookedAt < middle ? middle : to;
            const parts = blocks > 1 ? 1 : Math.max(Math.ceil((target - lookedAt) / (period / 2) - 0.3), 1);
            return { at: lookedAt + (target - lookedAt) / parts, isGlance: parts > 1 || target === from };
        },
    };
}
/** What the blocks' own times say. */
function toldGap(older, newer) {
    const blocks = newer.number - older.number;
    return { ms: ((newer.timeSeconds - older.timeSeconds) * 1000) / blocks, doubtMs: 1000 / blocks };
}
/** Most chains' blocks take whole seconds. */
function inWholeSeconds({ ms, doubtMs }) {
    const whole = Math.round(ms / 1000) * 1000;
    return whole > 0 && Math.abs(whole - ms) < doubtMs ? whole : ms;
}
/** How far a block may be off though the chain keeps time. */
function doubtOf(periodMs) {
    return Math.max(periodMs / 100, 5);
}
function widthOf({ from, to }) {
    return to - from;
}
function middleOf({ from, to }) {
    return (from + to) / 2;
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./src/contracts/chain/reads.js
var chain_reads = __webpack_require__(73401);
// EXTERNAL MODULE: ./src/contracts/journal/chain-schema.js
var chain_schema = __webpack_require__(58431);
// EXTERNAL MODULE: ./src/values/keccak.js
var keccak = __webpack_require__(7423);
;// CONCATENATED MODULE: ./src/contracts/journal/build-record.js

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
                ...(step.until === undefined ? {} : { predicate: step.until.text }),
                transaction,
                block,
            });
        }
        else {
            contracts.push({
                name: step.contract,
                address: step.address,
                ...(results.proof(step.address) ?? { codeHash: nothing, proof: 'predicted' }),
                block,
                transaction,
                arguments: [...step.arguments],
                libraries: { ...step.libraries },
                value: step.value.toString(),
                fingerprint: step.fingerprint,
                creationHash: step.creationHash,
                abiHash: step.abiHash,
            });
        }
    }
    // A record depends neither on the order in which it was made, nor on that of the set.
    contracts.sort((a, b) => (a.name < b.name ? -1 : 1));
    calls.sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
    return { version: 1, chain: { id: chain.id, genesisHash: chain.genesisHash }, deployer, contracts, calls };
}
function isBefore(a, b) {
    const [keysOfA, keysOfB] = [a, b].map((call) => [
        call.contract,
        call.function,
        call.target,
        call.calldata,
        call.value,
        call.block ?? -1,
        call.transaction ?? '',
        call.predicate ?? '',
    ]);
    const at = keysOfA?.findIndex((key, index) => key !== keysOfB?.[index]) ?? -1;
    return at >= 0 && (keysOfA?.[at] ?? '') < (keysOfB?.[at] ?? '');
}

// EXTERNAL MODULE: ./src/contracts/journal/record.js
var journal_record = __webpack_require__(92621);
// EXTERNAL MODULE: ./src/report/counted.js
var counted = __webpack_require__(50267);
;// CONCATENATED MODULE: ./src/contracts/transaction/fees.js
const oneGwei = 1000000000n;
/** One fee for the whole run: twice the base fee leaves room for six full blocks. Never above the cap. */
function quoteFee({ baseFee, gasPrice }, cap) {
    if (baseFee === undefined)
        return { kind: 'legacy', gasPrice: capped(gasPrice, cap) };
    const tip = capped(gasPrice > baseFee ? gasPrice - baseFee : oneGwei, cap);
    return { kind: 'eip-1559', maxFeePerGas: capped(2n * baseFee + tip, cap), maxPriorityFeePerGas: tip };
}
/** The most that one unit of gas can cost. */
function highestPrice(fee) {
    return fee.kind === 'legacy' ? fee.gasPrice : fee.maxFeePerGas;
}
/** Without a cap a fee is not raised beyond this many times what the chain asks for: more would not help. */
const mostTimesMarket = 10n;
/**
 * The fee of a transaction that takes the place of logged ones of the same nonce. Nodes take it only when both of its
 * fields are a tenth above theirs (some ask for an eighth); and it should be enough for the chain as it is now.
 */
function replacementFee(replaced, market, cap) {
    const quote = quoteFee(market);
    if (quote.kind === 'legacy' || replaced.some(({ kind }) => kind === 'legacy')) {
        const least = most(replaced.map((fee) => raised(highestPrice(fee))));
        const chosen = chooseWithin(least, highestPrice(quote), cap);
        return typeof chosen === 'bigint' ? { kind: 'fee', fee: { kind: 'legacy', gasPrice: chosen } } : chosen;
    }
    const tip = most([
        quote.maxPriorityFeePerGas,
        ...replaced.map((fee) => (fee.kind === 'legacy' ? 0n : raised(fee.maxPriorityFeePerGas))),
    ]);
    const least = most([tip, ...replaced.map((fee) => raised(highestPrice(fee)))]);
    const wanted = most([quote.maxFeePerGas, 2n * (market.baseFee ?? 0n) + tip]);
    const chosen = chooseWithin(least, wanted, cap);
    if (typeof chosen !== 'bigint')
        return chosen;
    return { kind: 'fee', fee: { kind: 'eip-1559', maxFeePerGas: chosen, maxPriorityFeePerGas: tip } };
}
function chooseWithin(least, wanted, cap) {
    if (cap !== undefined && least > cap) {
        return { kind: 'too-dear', price: least, why: `the cap (chain.fees.cap) is ${formatGwei(cap)}` };
    }
    if (cap === undefined && least > mostTimesMarket * wanted) {
        return {
            kind: 'too-dear',
            price: least,
            why: `that is more than ${mostTimesMarket} times what the chain asks for, ${formatGwei(wanted)}`,
        };
    }
    return most([least, capped(wanted, cap)]);
}
/** An eighth more, and at least one wei. */
function raised(price) {
    return price + price / 8n + 1n;
}
function most(values) {
    let highest = 0n;
    for (const value of values)
        if (value > highest)
            highest = value;
    return highest;
}
function capped(value, cap) {
    return cap !== undefined && cap < value ? cap : value;
}
/** An amount of wei for people: in ether with up to six digits, or in a smaller unit where these would all be zero. */
function formatEther(wei) {
    if (wei > 0n && wei < 10n ** 9n)
        return `${wei} wei`;
    if (wei > 0n && wei < 10n ** 12n)
        return formatGwei(wei);
    const digits = wei.toString().padStart(19, '0');
    const fraction = digits.slice(-18).slice(0, 6).replace(/0+$/, '');
    return `${digits.slice(0, -18)}${fraction === '' ? '' : `.${fraction}`} ether`;
}
/** A price of gas for people. */
function formatGwei(wei) {
    const digits = wei.toString().padStart(10, '0');
    const fraction = digits.slice(-9).replace(/0+$/, '');
    return `${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`} gwei`;
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-summary.js


/**
 * @param mined by this run. What it has done before it planned anew, as after a foreign transaction, is kept or skipped in
 * the last of its plans; it was this run all the same.
 */
function countSteps({ steps }, transactions, mined = new Set()) {
    const isOwn = (step) => 'known' in step && mined.has(step.known.transaction ?? '');
    const done = steps.filter(isOwn);
    const count = (kind) => steps.filter((step) => step.kind === kind && !done.includes(step)).length;
    return {
        deployed: count('create') + done.filter(({ kind }) => kind === 'keep').length,
        kept: count('keep'),
        called: count('call') + done.filter(({ kind }) => kind === 'skip').length,
        skipped: count('skip'),
        transactions,
    };
}
function describeCounts({ deployed, kept, called, skipped }) {
    return `${deployed} to create, ${kept} kept, ${called} to call, ${(0,counted/* counted */.h)(skipped, 'call')} done`;
}
/** A plan for a person, step by step; where it has to wait in between, that stands there. */
function describePlan(plan, forecast, log) {
    let layer = 0;
    for (const step of plan.steps) {
        if ('layer' in step && step.layer > layer) {
            layer = step.layer;
            log.info('then, when all of that is mined and proved:');
        }
        log.info(describeStepOfPlan(step));
    }
    for (const notice of plan.notices)
        log.info(`note   ${notice}`);
    if (forecast !== undefined)
        log.info(`Simulated: ${forecast.gas} gas, at most ${formatEther(forecast.worstCost)}`);
}
function describeStepOfPlan(step) {
    const kind = step.kind.padEnd(6);
    if (step.kind === 'create' || step.kind === 'keep') {
        return `${kind} ${step.contract} at ${step.address}: ${step.reason}`;
    }
    const oneShot = step.kind === 'call' && step.isOneShot ? ' (one-shot)' : '';
    return `${kind} ${step.title}${oneShot}: ${step.reason}`;
}

;// CONCATENATED MODULE: ./src/contracts/sending/ledger.js
function readLedger({ head, entries }, scope) {
    const opening = entries.findLastIndex(({ kind }) => kind === 'new-chain');
    const sequence = entries.slice(Math.max(opening, 0));
    const isOpen = (entry, index) => entry.kind !== 'finished' &&
        !sequence.slice(index).some((later) => later.kind === 'finished' && later.scope === entry.scope);
    const open = sequence.filter(isOpen);
    const closed = sequence.filter((entry) => !open.includes(entry));
    const finished = sequence.filter((entry) => entry.kind === 'finished');
    const renewed = opening >= 0 ? [] : head?.renewedScopes;
    const renewedScopes = renewed && new Set([...renewed, ...finished.map((entry) => entry.scope)]);
    const last = entries.at(-1);
    return {
        slots: slotsOf(open, sequence),
        isUnfinished: open.some((entry) => entry.scope === scope),
        isRecordVoid: renewedScopes !== undefined && !renewedScopes.has(scope),
        usedNonces: Math.max(opening < 0 ? (head?.usedNonces ?? 0) : 0, ...closed.flatMap((entry) => (entry.kind === 'transactions' ? entry.transactions : [])).map(nextOf), ...finished.map(({ nextNonce }) => nextNonce)),
        finalBlock: finished.at(-1)?.finalBlock ?? (opening < 0 ? head?.finalBlock : undefined),
        lastWriter: last && { token: last.token, holder: last.holder },
        openScopes: new Set(open.map((entry) => entry.scope)),
        renewedScopes,
    };
}
/**
 * What a head has to carry once the scope has finished, so that nobody misses the entries before it; undefined while another
 * scope has begun something that only they tell of.
 */
function headWhenFinished({ openScopes, renewedScopes }, scope) {
    if ([...openScopes].some((open) => open !== scope))
        return undefined;
    return renewedScopes === undefined ? {} : { renewedScopes: [...new Set([...renewedScopes, scope])].sort() };
}
function nextOf({ nonce }) {
    return nonce + 1;
}
function slotsOf(open, all) {
    const outcomes = new Map();
    for (const entry of all) {
        if (entry.kind === 'outcomes')
            for (const outcome of entry.outcomes)
                outcomes.set(outcome.nonce, outcome);
    }
    const slots = new Map();
    for (const entry of open) {
        if (entry.kind !== 'transactions')
            continue;
        for (const logged of entry.transactions) {
            const slot = slots.get(logged.nonce) ?? { scope: entry.scope, variants: [] };
            slots.set(logged.nonce, { scope: entry.scope, variants: [...slot.variants, logged] });
        }
    }
    return [...slots]
        .map(([nonce, slot]) => ({ nonce, ...slot, outcome: outcomes.get(nonce) }))
        .sort((a, b) => a.nonce - b.nonce);
}
/** Every hash under which the slot may be mined. */
function hashesOf({ variants }) {
    return variants.map(({ hash }) => hash);
}

;// CONCATENATED MODULE: ./src/contracts/migration-result.js




/** What apply would leave, and what a run leaves that has nothing to do. */
function plannedResult(migration, seen, forecast) {
    const record = buildRecord(seen.plan, seen.state.identity, migration.deployer, {
        result: () => undefined,
        proof(address) {
            const codeHash = forecast?.codeHashes.get(address);
            return codeHash && { codeHash, proof: 'predicted' };
        },
    });
    return resultOf(migration, seen, record, forecast, undefined);
}
/** What is on the chain, mined, proved and confirmed. */
function appliedResult(migration, seen, { done, proofs }, forecast, open) {
    const { plan, state, ledger } = seen;
    const record = buildRecord(plan, state.identity, migration.deployer, {
        result: (nonce) => {
            const receipt = done.get(nonce)?.receipt;
            return receipt && { transaction: receipt.hash, block: receipt.block };
        },
        proof: (address) => proofs.get(address),
    });
    return resultOf(migration, seen, record, forecast, {
        ...open,
        nextNonce: Math.max(state.nonce, ...[...done.keys()].map((nonce) => nonce + 1)),
        head: headWhenFinished(ledger, migration.input.scope),
    });
}
function resultOf({ spending, input }, { plan, record: previous }, record, forecast, openJournal) {
    const { gasUsed, cost, blocks, hashes } = spending.total();
    return {
        plan,
        record,
        changed: previous === undefined || (0,journal_record/* contractRecordDigest */._t)(previous) !== (0,journal_record/* contractRecordDigest */._t)(record),
        counts: countSteps(plan, input.mode === 'plan' ? 0 : hashes.size, hashes),
        gasUsed,
        cost,
        blocks: blocks.size,
        forecast,
        openJournal,
    };
}

// EXTERNAL MODULE: ./src/contracts/abi/encode.js
var encode = __webpack_require__(89649);
// EXTERNAL MODULE: ./src/contracts/abi/typed-value.js
var typed_value = __webpack_require__(46091);
;// CONCATENATED MODULE: ./src/contracts/set/predicate.js


/** Every contract that the predicate asks, or speaks of. */
function contractsOfPredicate(predicate) {
    return [predicate.contract, ...predicate.arguments.flatMap(typed_value/* contractsIn */.zo), ...(0,typed_value/* contractsIn */.zo)(predicate.expected)];
}
function resolvePredicate(predicate, addressOf, deployer) {
    const values = predicate.arguments.map((value) => (0,typed_value/* resolveValue */.g$)(value, addressOf, deployer));
    return {
        text: predicate.text,
        target: addressOf(predicate.contract),
        calldata: (0,encode/* encodeCall */.DC)(predicate.entry, values),
        operator: predicate.operator,
        expected: (0,typed_value/* resolveValue */.g$)(predicate.expected, addressOf, deployer),
        outputType: predicate.entry.outputs?.[0]?.type ?? 'bytes',
    };
}
/** The question to the chain: two predicates that ask the same are one read. */
function readOf({ target, calldata }) {
    return { key: `${target} ${calldata}`, target, calldata };
}
/** Whether the chain's answer makes it true; a function that reverts, or that isn't there, makes nothing true. */
function predicateHolds({ operator, expected, outputType }, answer) {
    if (answer === undefined || answer.length < 66)
        return false;
    const wanted = (0,encode/* encodeArguments */.hu)([{ type: outputType }], [expected]);
    if (operator === '==')
        return answer.toLowerCase() === wanted;
    if (operator === '!=')
        return answer.toLowerCase() !== wanted;
    if (answer.length !== 66)
        return false;
    const asNumber = (word) => outputType.startsWith('int') ? BigInt.asIntN(256, BigInt(word)) : BigInt(word);
    const [seen, limit] = [asNumber(answer), asNumber(wanted)];
    switch (operator) {
        case '>=':
            return seen >= limit;
        case '>':
            return seen > limit;
        case '<=':
            return seen <= limit;
        case '<':
            return seen < limit;
    }
}
/** Why it isn't true, for a person: what it wants, and what the chain says instead. */
function describeUnmet(predicate, answer) {
    const { text, operator, outputType } = predicate;
    const at = text.indexOf(operator);
    const [left, right] = at < 0 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + operator.length).trim()];
    const seen = answer === undefined ? ' (it reverts)' : ` (it is ${describeAnswer(outputType, answer)})`;
    if (at >= 0 && operator === '==')
        return `${left} is not ${right} yet${seen}`;
    if (at >= 0 && operator === '!=' && answer !== undefined)
        return `${left} is still ${right}`;
    return `${text} is not true yet${seen}`;
}
/** What a function returned, as a person reads it. */
function describeAnswer(outputType, answer) {
    if (answer.length !== 66)
        return answer.length === 2 ? 'nothing' : `${answer.slice(0, 66)}…`;
    if (outputType === 'address')
        return `0x${answer.slice(26)}`;
    if (outputType === 'bool')
        return String(BigInt(answer) !== 0n);
    if (outputType.startsWith('uint'))
        return String(BigInt(answer));
    if (outputType.startsWith('int'))
        return String(BigInt.asIntN(256, BigInt(answer)));
    return answer;
}

// EXTERNAL MODULE: ./src/contracts/abi/json-abi.js
var json_abi = __webpack_require__(36638);
;// CONCATENATED MODULE: ./src/contracts/abi/decode-simple.js

/**
 * Arguments in words, for messages: those of types that take one word, and texts. Undefined where there is another, or
 * where the bytes are not what the types say.
 */
function describeArguments(parameters, digits) {
    const words = argumentsInWords(parameters, digits);
    return words.every((word) => word !== undefined) ? words.join(', ') : undefined;
}
/** The same one by one: where an argument takes several words, nothing is known of those after it. */
function argumentsInWords(parameters, digits) {
    const isOneWord = parameters.map(({ type }) => !/[[(]|^tuple/.test(type));
    const known = isOneWord.includes(false) ? isOneWord.indexOf(false) : parameters.length;
    return parameters.map(({ type }, index) => (index < known ? describeOne(type, digits, index * 64) : undefined));
}
function describeOne(type, digits, at) {
    const word = digits.slice(at, at + 64);
    if (word.length < 64)
        return undefined;
    const number = BigInt(`0x${word}`);
    if (/^uint\d*$/.test(type))
        return number.toString();
    if (/^int\d*$/.test(type))
        return BigInt.asIntN(256, number).toString();
    if (type === 'address')
        return number >> 160n === 0n ? `0x${word.slice(24)}` : undefined;
    if (type === 'bool')
        return number > 1n ? undefined : String(number === 1n);
    const size = /^bytes(\d+)$/.exec(type)?.[1];
    if (size !== undefined)
        return `0x${word.slice(0, Number(size) * 2)}`;
    return type === 'string' ? textAt(digits, number) : undefined;
}
function textAt(digits, offset) {
    const start = Number(offset) * 2;
    const length = digits.slice(start, start + 64);
    if (length.length < 64)
        return undefined;
    const bytes = digits.slice(start + 64, start + 64 + Number(BigInt(`0x${length}`)) * 2);
    return JSON.stringify((0,foreign_text/* cleanForeignText */.V)(Buffer.from(bytes.slice(0, 4000), 'hex').toString('utf8')));
}

;// CONCATENATED MODULE: ./src/contracts/revert-reason.js




const errorSelector = '0x08c379a0'; // Error(string)
const panicSelector = '0x4e487b71'; // Panic(uint256)
const panics = {
    '0': 'a panic of the compiler',
    '1': 'an assertion failed',
    '17': 'an arithmetic overflow',
    '18': 'a division by zero',
    '33': 'a wrong enum value',
    '34': 'storage that is encoded wrongly',
    '49': 'a pop from an empty array',
    '50': 'an index out of bounds',
    '65': 'out of memory',
    '81': 'a call of a function that is not set',
};
/**
 * Why code reverted, in words: the contract's own reason, its error by name with its arguments, or what can be said
 * without one.
 * @param abis where names of errors are looked for: first the contract's own, then those of what it may have called.
 */
function describeRevert(data, ...abis) {
    if (data === '0x')
        return 'it gives no reason';
    const selector = data.slice(0, 10);
    const digits = data.slice(10);
    if (selector === errorSelector) {
        const reason = describeArguments([{ type: 'string' }], digits);
        if (reason !== undefined)
            return reason;
    }
    if (selector === panicSelector && digits.length >= 64) {
        const code = BigInt(`0x${digits.slice(0, 64)}`).toString();
        return panics[code] ?? `panic code ${code}`;
    }
    for (const abi of abis) {
        const error = abi.find((entry) => entry.type === 'error' && (0,encode/* selectorOf */.Bk)(entry) === selector);
        if (error === undefined)
            continue;
        const given = describeArguments(error.inputs ?? [], digits);
        return (0,foreign_text/* cleanForeignText */.V)(given === undefined ? (0,json_abi/* signatureOf */.yK)(error) : `${error.name}(${given})`);
    }
    return `it gives ${data.slice(0, 74)}${data.length > 74 ? '…' : ''}`;
}

;// CONCATENATED MODULE: ./src/contracts/sending/refused.js

/**
 * What stops a run before anything is sent. A path begins with `chain`, as in an environment of keep-deploy.yml, or with
 * `contracts` or `calls`, as in the contract set; one without a path is about what no file says.
 */
class Refused extends errors/* UserError */.yo {
    problems;
    constructor(problems) {
        super(problems.map(({ message }) => ({ message })));
        this.problems = problems;
    }
}
/** A mistake in `chain` of the environment. */
function chainProblem(key, message) {
    return { path: ['chain', ...key.split('.')], message };
}

;// CONCATENATED MODULE: ./src/contracts/simulation/chain-rules.js


const nobody = (0,address/* parseAddress */.o)(`0x${'0'.repeat(40)}`);
/** The limit of Osaka's rules for one transaction (EIP-7825). */
const osakaGas = 16777216n;
/** Counts leading zeros (CLZ, an opcode of Osaka's rules) and returns the number as code. */
const needsOsaka = '0x60011e60005260206000f3';
/** The limit of Shanghai's rules for the data of a creation (EIP-3860). Asked by trying: chains are not known by name. */
const takesLongCreations = {
    mostBytes: 49_152,
    fits: (data) => data.length / 2 - 1 <= takesLongCreations.mostBytes,
    async ask(chain, signal) {
        // Code that stops at once.
        const data = `0x${'00'.repeat(takesLongCreations.mostBytes + 1)}`;
        const [answer] = await chain.read([(0,chain_reads/* callOf */.C8)({ from: nobody, data })], signal);
        return answer.kind === 'output';
    },
};
/** How much gas one transaction can have: all of a block, or less by Osaka's rules; they are asked for only when it matters. */
async function largestTransaction(chain, outcomes, blockGasLimit, signal) {
    const ofBlock = { gas: blockGasLimit, what: 'a block of this chain takes' };
    const matters = outcomes.some((outcome) => outcome.kind === 'success' && outcome.gasLimit > osakaGas);
    if (!matters || blockGasLimit <= osakaGas)
        return ofBlock;
    const [answer] = await chain.read([(0,chain_reads/* callOf */.C8)({ from: nobody, data: needsOsaka })], signal);
    const isOsaka = answer.kind === 'output' && answer.data.length > 2;
    return isOsaka ? { gas: osakaGas, what: 'a transaction of this chain takes (EIP-7825)' } : ofBlock;
}

// EXTERNAL MODULE: ./src/contracts/chain/eth-call.js
var eth_call = __webpack_require__(24684);
// EXTERNAL MODULE: ./src/contracts/simulation/transaction-gas.js
var transaction_gas = __webpack_require__(77924);
;// CONCATENATED MODULE: ./src/contracts/simulation/estimate.js


/** What a step would do on the latest state, as far as eth_estimateGas tells: it depends on nothing that isn't there. */
function estimateOf(deployer, { to, data, value }) {
    const transaction = {
        from: deployer,
        ...(to === undefined ? {} : { to }),
        data,
        ...(value === 0n ? {} : { value: (0,eth_call/* hexQuantity */.XK)(value) }),
    };
    return {
        method: 'eth_estimateGas',
        params: [transaction],
        parse(answer) {
            if ('error' in answer) {
                const revert = (0,eth_call/* readRevert */.nQ)(answer.error);
                return revert === undefined
                    ? { kind: 'not-simulated', why: answer.error.message }
                    : { kind: 'revert', data: revert };
            }
            const { result } = answer;
            if (typeof result !== 'string' || !/^0x[0-9a-f]{1,16}$/i.test(result))
                return { kind: 'not-simulated', why: 'the node gave no estimate' };
            return (0,transaction_gas/* success */.kX)(BigInt(result), to === undefined ? 'creation' : 'call', undefined);
        },
    };
}
/** For steps whose gas no simulation could tell, when everything that they depend on is mined. In one batch. */
async function estimateSteps(chain, deployer, steps, signal) {
    return chain.read(steps.map((step) => estimateOf(deployer, step)), signal);
}

// EXTERNAL MODULE: ./src/contracts/simulation/assembler.js
var assembler = __webpack_require__(85102);
;// CONCATENATED MODULE: ./src/contracts/simulation/executor-steps.js
/** The executor's input. */
function encodeSteps(steps) {
    const parts = steps.map(({ to, data, value, bumps = 0 }) => {
        const target = (to ?? '0x').slice(2).toLowerCase().padStart(64, '0');
        return target + word(bumps) + word(value) + word(data.length / 2 - 1) + data.slice(2);
    });
    return `0x${parts.join('')}`;
}
function longestData(steps) {
    return steps.reduce((longest, { data }) => Math.max(longest, data.length / 2), 0);
}
const headDigits = 5 * 64;
/** The executor's output: it ends with the first step that failed, and is empty where no executor ran. */
function decodeSteps(output) {
    const steps = [];
    let at = 2;
    const readWord = () => {
        at += 64;
        return `0x${output.slice(at - 64, at)}`;
    };
    while (at + headDigits <= output.length) {
        const isSuccess = BigInt(readWord()) === 1n;
        const gasUsed = BigInt(readWord());
        const gasBefore = BigInt(readWord());
        const codeHash = readWord();
        const length = Number(BigInt(readWord()));
        steps.push({ isSuccess, gasUsed, gasBefore, codeHash, data: `0x${output.slice(at, at + length * 2)}` });
        at += length * 2;
    }
    return steps;
}
function word(value) {
    return value.toString(16).padStart(64, '0');
}

;// CONCATENATED MODULE: ./src/contracts/simulation/executor.js


const out = 0x00;
const at = 0x20;
const gasBefore = 0x40;
// The four words of a step as they stand in the input.
const target = 0x60;
const bumps = 0x80;
const value = 0xa0;
const executor_length = 0xc0;
const headSize = 128;
/** Where the steps begin in the code: behind the program, which is shorter. */
const inputAt = 0x100;
/** Where the data of a step is laid in memory. */
const dataAt = 0xe0;
const load = (variable) => [variable, 'MLOAD'];
const store = (variable) => [variable, 'MSTORE'];
const result = (offset) => [...load(out), offset, 'ADD'];
/**
 * A batch executor: EVM code that is laid over the deployer's own account for one eth_call and there does what the
 * deployer is about to do, step after step. So every creation gets its real address, later steps see the storage that
 * earlier ones wrote, and each step's gas and revert reason come back. (Laying only code over the future addresses shows
 * no storage, and a later call then reverts falsely.)
 *
 * The steps stand behind the code itself: as the call's data they would cost gas, of which nodes lend a call only so much.
 * A call of a contract doesn't use up a nonce as a transaction does, so the nonce is raised by creating nothing.
 * It ends with the first step that fails; {@link decodeSteps} reads what it gives.
 */
function executorCode(steps) {
    const resultsAt = dataAt + Math.ceil(longestData(steps) / 32) * 32;
    return `${assemble(resultsAt).padEnd(2 + inputAt * 2, '0')}${encodeSteps(steps).slice(2)}`;
}
function assemble(resultsAt) {
    const { emit, label, jumpTo, jumpIfTo, assemble: finish } = (0,assembler/* createAssembler */.T)();
    // A contract that pays its sender back: the deployer, who has no code then, just takes it. 2,300 gas are enough for this.
    emit('CALLER', 'ORIGIN', 'SUB');
    jumpIfTo('stop');
    emit(resultsAt, ...store(out), inputAt, ...store(at));
    label('next');
    emit('CODESIZE', ...load(at), 'LT', 'ISZERO');
    jumpIfTo('end');
    emit(headSize, ...load(at), target, 'CODECOPY');
    emit(...load(executor_length), ...load(at), headSize, 'ADD', dataAt, 'CODECOPY');
    label('bump');
    emit(...load(bumps), 'ISZERO');
    jumpIfTo('run');
    emit(0, 0, 0, 'CREATE', 'POP');
    emit(1, ...load(bumps), 'SUB', ...store(bumps));
    jumpTo('bump');
    label('run');
    emit('GAS', ...store(gasBefore));
    emit(...load(target));
    jumpIfTo('call');
    emit(...load(executor_length), dataAt, ...load(value), 'CREATE');
    emit('DUP1', ...store(target));
    jumpTo('done');
    label('call');
    emit(0, 0, ...load(executor_length), dataAt, ...load(value), ...load(target), 'GAS', 'CALL');
    label('done'); // on the stack: the new address or 1, or 0 after a failure
    emit('GAS', ...load(gasBefore), 'SUB', ...result(32), 'MSTORE');
    emit('ISZERO', 'ISZERO', 'DUP1', ...result(0), 'MSTORE');
    emit(...load(gasBefore), ...result(64), 'MSTORE');
    emit(...load(target), 'EXTCODEHASH', ...result(96), 'MSTORE');
    emit('RETURNDATASIZE', ...result(128), 'MSTORE');
    emit('RETURNDATASIZE', 0, ...result(160), 'RETURNDATACOPY');
    emit(...result(160), 'RETURNDATASIZE', 'ADD', ...store(out));
    emit(...load(executor_length), ...load(at), 'ADD', headSize, 'ADD', ...store(at));
    jumpIfTo('next');
    label('end');
    emit(resultsAt, ...load(out), 'SUB', resultsAt, 'RETURN');
    label('stop');
    emit('STOP');
    return finish();
}

// EXTERNAL MODULE: ./src/contracts/simulation/simulate-v1.js
var simulate_v1 = __webpack_require__(66036);
// EXTERNAL MODULE: ./src/values/hex.js
var hex = __webpack_require__(91032);
;// CONCATENATED MODULE: ./src/contracts/set/metadata.js
/** A CBOR text of 4 to 12 bytes starts with 0x60 and its length. */
const keys = [
    { name: cborText('ipfs'), valueEnd: (code, at) => afterBytes(code, at, [0x58, 34, 0x12, 0x20], 32) },
    { name: cborText('bzzr0'), valueEnd: (code, at) => afterBytes(code, at, [0x58, 32], 32) },
    { name: cborText('bzzr1'), valueEnd: (code, at) => afterBytes(code, at, [0x58, 32], 32) },
    // A release writes three bytes of version, any other build its whole version as text.
    { name: cborText('solc'), valueEnd: (code, at) => afterBytes(code, at, [0x43], 3) ?? afterText(code, at) },
    { name: cborText('experimental'), valueEnd: (code, at) => (code[at] === 0xf5 ? at + 1 : undefined) },
];
/** Every metadata blob in creation or runtime code, in order. */
function findMetadata(code) {
    const bytes = Buffer.from(code.buffer, code.byteOffset, code.byteLength);
    const starts = new Set();
    // The map's head stands right before its first key. Looking for the keys is one native search each.
    for (const { name } of keys) {
        for (let at = bytes.indexOf(name, 1); at >= 0; at = bytes.indexOf(name, at + 1))
            starts.add(at - 1);
    }
    const blobs = [];
    for (const start of [...starts].sort((a, b) => a - b)) {
        const end = blobEnd(bytes, start);
        if (end !== undefined && start >= (blobs.at(-1)?.end ?? 0))
            blobs.push({ start, end });
    }
    return blobs;
}
/** The code with zeros in place of every metadata blob, of the same length: equal when nothing that runs differs. */
function blankMetadata(code) {
    const blobs = findMetadata(code);
    if (blobs.length === 0)
        return code;
    const blank = Uint8Array.from(code);
    for (const { start, end } of blobs)
        blank.fill(0, start, end);
    return blank;
}
/** How two codes of one contract compare: `metadata` when they differ in nothing else. */
function compareCode(expected, seen) {
    if (Buffer.compare(expected, seen) === 0)
        return 'equal';
    return Buffer.compare(blankMetadata(expected), blankMetadata(seen)) === 0 ? 'metadata' : 'different';
}
/** Only a whole, well-formed map of known keys whose length agrees is metadata: anything less may be code that runs. */
function blobEnd(code, start) {
    const pairs = (code[start] ?? 0) - 0xa0;
    if (pairs < 1 || pairs > keys.length)
        return undefined;
    let at = start + 1;
    const seen = new Set();
    for (let pair = 0; pair < pairs; pair++) {
        const key = keys.find(({ name }) => code.subarray(at, at + name.length).equals(name));
        const end = key?.valueEnd(code, at + key.name.length);
        if (key === undefined || end === undefined || seen.has(key.name))
            return undefined;
        seen.add(key.name);
        at = end;
    }
    return at + 2 <= code.length && code.readUInt16BE(at) === at - start ? at + 2 : undefined;
}
function afterBytes(code, at, head, length) {
    return head.every((byte, index) => code[at + index] === byte) ? at + head.length + length : undefined;
}
/** CBOR text of up to 255 printable characters. */
function afterText(code, at) {
    const head = code[at] ?? 0;
    const [start, length] = head === 0x78 ? [at + 2, code[at + 1] ?? 0] : [at + 1, head - 0x60];
    if (length < 1 || (head !== 0x78 && length > 23))
        return undefined;
    const text = code.subarray(start, start + length);
    return text.every((byte) => byte >= 0x20 && byte < 0x7f) ? start + length : undefined;
}
function cborText(text) {
    return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

;// CONCATENATED MODULE: ./src/contracts/simulation/executor-visibility.js


/** What tells code who sent the transaction, or whether an account has code. */
const looks = [0x32 /* ORIGIN */, 0x3c /* EXTCODECOPY */, 0x3f /* EXTCODEHASH */];
const extcodesize = 0x3b;
/**
 * How Solidity looks, before it calls a contract, whether there is one: it goes on where there is code, and reverts where
 * there is none. Nothing fails by it because the sender has code: ISZERO an even number of times, PUSH, JUMPI, a revert.
 */
const goesOnWithCode = /^(15 80 15 |15 15 |80 )?push 57 push (80|push) fd /;
/** As long a run of printable characters is a message, not code. */
const executor_visibility_text = /[\x20-\x7e]{16,}/g;
/**
 * Whether code may see what differs while the executor runs: the deployer's account has code then, and somebody else sends
 * the transaction. Data between the code is mostly taken for code, so true means only that it is not excluded.
 */
function maySeeExecutor(code) {
    return withoutData((0,hex/* bytesOf */.$$)(code)).some((part) => {
        const opcodes = disassemble(part);
        return opcodes.some((opcode, index) => {
            if (opcode !== extcodesize)
                return looks.includes(opcode);
            return !goesOnWithCode.test(opcodes
                .slice(index + 1, index + 10)
                .map(executor_visibility_name)
                .join(''));
        });
    });
}
/** What stands before, between and behind the metadata, with zeros in place of messages. */
function withoutData(bytes) {
    const blank = Uint8Array.from(bytes);
    for (const { index, 0: message } of Buffer.from(bytes).toString('latin1').matchAll(executor_visibility_text))
        blank.fill(0, index, index + message.length);
    const blobs = findMetadata(bytes);
    const parts = blobs.map(({ start }, index) => blank.subarray(blobs[index - 1]?.end ?? 0, start));
    // Behind the last one stand the arguments.
    return parts.length > 0 ? parts : [blank];
}
function disassemble(code) {
    const opcodes = [];
    for (let at = 0; at < code.length; at++) {
        const opcode = code[at] ?? 0;
        opcodes.push(opcode);
        if (isPush(opcode))
            at += opcode - 0x5f;
    }
    return opcodes;
}
/** PUSH0 to PUSH32. */
function isPush(opcode) {
    return opcode >= 0x5f && opcode <= 0x7f;
}
function executor_visibility_name(opcode) {
    return isPush(opcode) ? 'push ' : `${opcode.toString(16)} `;
}

;// CONCATENATED MODULE: ./src/contracts/simulation/without-executor.js




/** What the EVM itself says of code that ends without a reason: it has run. */
const endsByItself = /opcode|out ?of ?gas|stack|jump|code ?size/i;
const seesExecutor = 'this node has no eth_simulateV1, and what it simulates with instead may be why the step fails: while it runs, the deployer has code';
/**
 * A contract can refuse a sender that has code, which the deployer has only while the executor lies over its account. So of
 * what failed there, a step that needs nothing before it is run once more by itself, from the deployer as it is; and of any
 * other the failure counts only if no code that it may run can see the executor, or if it fails with the very same words
 * by itself, without the executor and without what it needs: one cause is likelier than two that say the same.
 */
async function doubtFailures(outcomes, chain, { deployer }, steps, dependencies, callAlone, signal) {
    const failed = [...steps.entries()].filter(([index]) => outcomes[index]?.kind === 'revert');
    if (failed.length === 0)
        return outcomes;
    const closures = new Map(failed.map(([index]) => [index, dependencies.closure([index])]));
    const alone = failed.filter(([index]) => closures.get(index)?.length === 1);
    const others = failed.filter(([index]) => closures.get(index)?.length !== 1);
    const created = new Set(steps.map(({ address }) => address));
    const standing = [
        ...new Set(others.flatMap(([, { to, names }]) => (to === undefined ? names : [to, ...names]))),
    ].filter((address) => !created.has(address));
    const [calls, estimates, withoutNeeds, codes] = await Promise.all([
        chain.read(alone.map(([, step]) => callAlone(step)), signal),
        chain.read(alone.map(([, step]) => estimateOf(deployer, step)), signal),
        chain.read(others.map(([, step]) => callAlone(step)), signal),
        chain.read(standing.map(chain_reads/* codeAt */.LT), signal),
    ]);
    const codeOf = new Map(standing.map((address, index) => [address, codes[index] ?? '0x']));
    const doubted = new Map();
    for (const [at, [index, step]] of alone.entries()) {
        const outcome = withoutExecutor(step, calls[at], estimates[at]);
        if (outcome !== 'fails')
            doubted.set(index, outcome);
    }
    for (const [at, [index, { to, names }]] of others.entries()) {
        if (isSameRevert(outcomes[index], withoutNeeds[at]))
            continue;
        const mayRun = [
            ...(closures.get(index) ?? []).flatMap((needed) => {
                const step = steps[needed];
                return step === undefined || step.to !== undefined ? [] : [step.data];
            }),
            ...[to, ...names].flatMap((address) => (address === undefined ? [] : (codeOf.get(address) ?? []))),
        ];
        if (mayRun.some(maySeeExecutor))
            doubted.set(index, { kind: 'not-simulated', why: seesExecutor });
    }
    const unknown = dependencies.dependents([...doubted.keys()]);
    return outcomes.map((outcome, index) => {
        if (unknown.has(index))
            return { kind: 'not-simulated', why: 'it depends on a step that is not simulated with it' };
        return doubted.get(index) ?? outcome;
    });
}
/** Without a reason nothing is the same. */
function isSameRevert(outcome, call) {
    return outcome?.kind === 'revert' && call?.kind === 'revert' && call.data !== '0x' && call.data === outcome.data;
}
function withoutExecutor({ to }, call, estimate) {
    if (call === undefined || estimate === undefined)
        return { kind: 'not-simulated', why: seesExecutor };
    if (call.kind === 'revert')
        return call.data === '0x' ? 'fails' : { kind: 'revert', data: call.data };
    if (call.kind === 'failed')
        return endsByItself.test(call.message) ? 'fails' : { kind: 'not-simulated', why: call.message };
    if (estimate.kind !== 'success')
        return { kind: 'not-simulated', why: estimate.kind === 'not-simulated' ? estimate.why : seesExecutor };
    return to === undefined ? { ...estimate, codeHash: (0,keccak/* keccak256 */.S)(call.data) } : estimate;
}

;// CONCATENATED MODULE: ./src/contracts/simulation/simulate-batch.js







/**
 * More than most sets need; nodes cut it to their own limit, or refuse and are asked without. Not more, because code that
 * never ends is run until all of it is gone.
 */
const wantedGas = 400000000n;
/** Anybody but the deployer: a sender with code is refused, and the deployer has code while the executor lies over it. */
const caller = (0,address/* parseAddress */.o)('0x00000000000000000000000000000000006b6470');
/** A plan of which so much fails is not worth more of the node's time. */
const mostCalls = 40;
const lentTooLittle = 'the node lends a call less gas than this takes';
/**
 * Runs the steps by the batch executor. What one call did not reach, because its gas ran out, goes on in further calls,
 * each with what the rest depends on before it, and so does what comes after a call that fails. Undefined when the node takes no overrides.
 */
async function simulateBatch(chain, scene, steps, dependencies, signal) {
    const outcomes = new Map();
    const call = createCall(chain, scene, signal);
    let most = steps.length;
    for (let calls = 0;; calls++) {
        spread(outcomes, steps, dependencies);
        const open = [...steps.keys()].filter((index) => !outcomes.has(index));
        if (open.length === 0)
            break;
        if (calls === mostCalls) {
            for (const index of open)
                outcomes.set(index, { kind: 'not-simulated', why: 'too much of the plan fails' });
            break;
        }
        // A call that fails has changed nothing, and stops the executor.
        const hasFailed = (index) => outcomes.get(index)?.kind === 'revert';
        const chosen = fitting(open.slice(0, most), steps, dependencies).filter((index) => !hasFailed(index));
        const ran = await call.together(withBumps(chosen, steps));
        if (ran === undefined)
            return undefined;
        const isAlone = chosen.every((index) => outcomes.has(index) || index === open[0]);
        const before = outcomes.size;
        learn(ran, chosen, steps, scene, outcomes);
        // The gas went to what other steps need: the first is tried with only what it needs itself.
        if (outcomes.size > before)
            most = steps.length;
        else if (!isAlone)
            most = 1;
        else if (open[0] !== undefined)
            outcomes.set(open[0], { kind: 'not-simulated', why: lentTooLittle });
    }
    const seen = steps.map((_, index) => outcomes.get(index) ?? { kind: 'not-reached' });
    return doubtFailures(seen, chain, scene, steps, dependencies, call.alone, signal);
}
/** Of what depends on a creation that fails, or on what is not known, nothing can be known. */
function spread(outcomes, steps, dependencies) {
    const those = (wanted) => [...outcomes].flatMap(([index, { kind }]) => (kind === wanted ? [index] : []));
    for (const index of dependencies.dependents(those('revert').filter((at) => steps[at]?.to === undefined))) {
        if (!outcomes.has(index))
            outcomes.set(index, { kind: 'not-reached' });
    }
    for (const index of dependencies.dependents(those('not-simulated'))) {
        if (!outcomes.has(index))
            outcomes.set(index, { kind: 'not-simulated', why: lentTooLittle });
    }
}
/** As many of the open steps, with what they need, as one request can carry; at least one. */
function fitting(open, steps, dependencies) {
    for (let count = open.length;; count = Math.ceil(count / 2)) {
        const chosen = dependencies.closure(open.slice(0, count));
        if (count <= 1 || (0,simulate_v1/* fitsOneRequest */.EN)(chosen.flatMap((index) => steps[index] ?? [])))
            return chosen;
    }
}
/** The steps with the nonce that the first creation has: what calls of the deployer, and steps left out, use up follows. */
function withBumps(chosen, steps) {
    const wanted = chosen.flatMap((index) => steps[index] ?? []);
    const start = wanted.find(({ to }) => to === undefined)?.nonce ?? wanted[0]?.nonce ?? 0;
    let nonce = start;
    const bumped = wanted.map(({ to, data, value, nonce: own }) => {
        if (to !== undefined)
            return { to, data, value };
        const bumps = own - nonce;
        nonce = own + 1;
        return { data, value, bumps };
    });
    return { nonce: start, steps: bumped };
}
/** Notes what became of the steps, as far as this tells. */
function learn(ran, chosen, steps, { blockGasLimit }, outcomes) {
    for (const [at, executed] of ran.entries()) {
        const index = chosen[at] ?? -1;
        const step = steps[index];
        if (step === undefined || outcomes.has(index))
            continue;
        const isOutOfGas = executed.data === '0x' && executed.gasUsed >= executed.gasBefore - executed.gasBefore / 32n;
        if (executed.isSuccess)
            outcomes.set(index, succeeded(step, executed));
        else if (!isOutOfGas)
            outcomes.set(index, { kind: 'revert', data: executed.data });
        else if (executed.gasBefore >= blockGasLimit)
            outcomes.set(index, { kind: 'revert', data: '0x', message: 'it uses up more gas than a block has' });
    }
}
function succeeded({ to, data, names }, { gasUsed, codeHash }) {
    const accuracy = to !== undefined ? 'call-within-a-call' : names.length > 0 ? 'creation-that-names' : 'creation';
    return (0,transaction_gas/* success */.kX)((0,transaction_gas/* transactionGas */.cB)(data, gasUsed), accuracy, codeHash);
}
/**
 * One eth_call with the executor, in the form that the node was found to take; undefined when it takes none. And, in the
 * same form, of a step that needs nothing before it, from the deployer itself.
 */
function createCall(chain, { deployer, block }, signal) {
    let isGasSaid = true;
    let isBlockSaid = true;
    const inForm = (request) => (0,chain_reads/* callOf */.C8)({
        ...request,
        ...(isGasSaid ? { gas: wantedGas } : {}),
        ...(isBlockSaid ? { blockOverride: block } : {}),
    });
    return {
        alone: ({ to, data, value, nonce }) => inForm({
            from: deployer,
            ...(to === undefined ? {} : { to }),
            data,
            value,
            accounts: new Map([[deployer, { nonce, balance: simulate_v1/* plenty */.HD }]]),
        }),
        async together({ nonce, steps }) {
            for (;;) {
                const code = executorCode(steps);
                const accounts = new Map([[deployer, { code, nonce, balance: simulate_v1/* plenty */.HD }]]);
                const [answer] = await chain.read([inForm({ from: caller, to: deployer, data: '0x', accounts })], signal);
                if (answer.kind === 'output') {
                    const ran = decodeSteps(answer.data);
                    return ran.length === 0 ? undefined : ran;
                }
                // All gas gone in the executor itself: fewer steps would do, if the node lends any gas worth the name.
                if (answer.kind === 'revert' || /out of gas/i.test(answer.message))
                    return [];
                if (isGasSaid && (/gas/i.test(answer.message) || !isBlockSaid))
                    isGasSaid = false;
                else if (isBlockSaid)
                    isBlockSaid = false;
                else
                    return undefined;
            }
        },
    };
}

;// CONCATENATED MODULE: ./src/contracts/simulation/simulated-step.js
function createDependencies(steps) {
    const creationAt = new Map(steps.flatMap(({ address }, index) => (address === undefined ? [] : [[address, index]])));
    const callsNaming = new Map();
    for (const [index, { to, names }] of steps.entries()) {
        if (to === undefined)
            continue;
        for (const name of new Set([to, ...names]))
            callsNaming.set(name, [...(callsNaming.get(name) ?? []), index]);
    }
    const touchedBy = ({ to, address, names }) => [
        ...names,
        ...(to === undefined ? [] : [to]),
        ...(address === undefined ? [] : [address]),
    ];
    const directly = (index) => {
        const step = steps[index];
        if (step === undefined)
            return [];
        return touchedBy(step)
            .flatMap((name) => [...(callsNaming.get(name) ?? []), creationAt.get(name) ?? index])
            .filter((before) => before < index);
    };
    return {
        closure(wanted) {
            const found = new Set();
            const open = [...wanted];
            for (let index = open.pop(); index !== undefined; index = open.pop()) {
                if (found.has(index))
                    continue;
                found.add(index);
                open.push(...directly(index));
            }
            return [...found].sort((a, b) => a - b);
        },
        dependents(failed) {
            const found = new Set(failed);
            for (const index of steps.keys())
                if (directly(index).some((before) => found.has(before)))
                    found.add(index);
            return new Set([...found].filter((index) => !failed.includes(index)));
        },
    };
}

;// CONCATENATED MODULE: ./src/contracts/simulation/simulate.js





/**
 * Runs all steps on the latest state, without a key, as well as the node can: as transactions; within one call; or, where
 * it takes no overrides, each alone that depends on no other.
 */
async function simulate(chain, scene, steps, signal) {
    const dependencies = createDependencies(steps);
    if (scene.hasSimulateV1 && steps.length > 0 && (0,simulate_v1/* fitsOneRequest */.EN)(steps)) {
        const [outcomes] = await chain.read([(0,simulate_v1/* simulateV1Read */.Qm)(scene, steps)], signal);
        if (outcomes !== undefined) {
            const real = withoutFalse(outcomes, steps, dependencies);
            return { method: 'eth_simulateV1', outcomes: await tightened(real, chain, scene, steps, dependencies, signal) };
        }
    }
    const outcomes = await simulateBatch(chain, scene, steps, dependencies, signal);
    if (outcomes !== undefined)
        return { method: 'eth_call', outcomes: withoutFalse(outcomes, steps, dependencies) };
    return { method: 'eth_estimateGas', outcomes: await simulateAlone(chain, scene, steps, dependencies, signal) };
}
/**
 * Where limits with room for gas that may be given back are too much for the balance or for a block, it is asked which
 * steps get none: a set that fits is not refused.
 */
async function tightened(outcomes, chain, scene, steps, dependencies, signal) {
    const limits = outcomes.flatMap((outcome) => (outcome.kind === 'success' ? [outcome.gasLimit] : []));
    const hasRoom = outcomes.some((outcome) => outcome.kind === 'success' && outcome.limitWithoutRefund !== undefined);
    const isTooMuch = limits.some((limit) => limit > scene.blockGasLimit || limit > osakaGas) ||
        (scene.affordableGas !== undefined && limits.reduce((sum, limit) => sum + limit, 0n) > scene.affordableGas);
    if (!hasRoom || !isTooMuch)
        return outcomes;
    const [fits] = await chain.read([(0,simulate_v1/* withoutRefundRead */.nX)(scene, steps, outcomes)], signal);
    const failed = [...steps.keys()].filter((index) => fits[index] !== true);
    const unknown = dependencies.dependents(failed);
    return outcomes.map((outcome, index) => outcome.kind === 'success' && outcome.limitWithoutRefund !== undefined && fits[index] && !unknown.has(index)
        ? { ...outcome, gasLimit: outcome.limitWithoutRefund }
        : outcome);
}
/**
 * What comes after a failure may succeed because a call to nothing does, or fail because something is missing. Behind a
 * failed call everything still stands that is called: what fails there too is told, because it mostly fails by itself.
 */
function withoutFalse(outcomes, steps, dependencies) {
    const failed = outcomes.flatMap(({ kind }, index) => (kind === 'revert' ? [index] : []));
    const first = [];
    const unreached = new Set();
    for (const index of failed) {
        if (unreached.has(index))
            continue;
        first.push(index);
        for (const dependent of dependencies.dependents(first))
            unreached.add(dependent);
    }
    const baseless = dependencies.dependents(failed.filter((index) => steps[index]?.to === undefined));
    return outcomes.map((outcome, index) => {
        if (!unreached.has(index))
            return outcome;
        return outcome.kind === 'revert' && !baseless.has(index)
            ? { ...outcome, followsFailure: true }
            : { kind: 'not-reached' };
    });
}
async function simulateAlone(chain, { deployer }, steps, dependencies, signal) {
    const alone = [...steps.keys()].filter((index) => dependencies.closure([index]).length === 1);
    const estimates = await estimateSteps(chain, deployer, alone.flatMap((index) => steps[index] ?? []), signal);
    const known = new Map(alone.map((index, at) => [index, estimates[at]]));
    return steps.map((_, index) => known.get(index) ?? {
        kind: 'not-simulated',
        why: 'the node takes no state overrides, and it depends on steps before it',
    });
}

// EXTERNAL MODULE: ./src/contracts/plan/chain-facts.js
var chain_facts = __webpack_require__(62639);
;// CONCATENATED MODULE: ./src/contracts/plan/forecast.js







/** Simulates every step of the plan that sends something, in order, and prices it. */
async function forecastPlan(chain, deployer, plan, set, state, unixSeconds, signal, limits = {}) {
    const steps = plan.steps.filter(isSending);
    const tooLong = await tooLongCreations(chain, steps, signal);
    const fee = quoteFee(state, limits.cap);
    const ether = sum(steps.map(({ value }) => value));
    const price = highestPrice(fee);
    const affordableGas = price === 0n ? undefined : affordable(state.balance - ether, limits.budget) / price;
    const { method, outcomes: ofSteps } = tooLong.length > 0
        ? unsimulated(steps, 'the plan has a creation that the chain does not take')
        : await simulateSteps(chain, deployer, steps, state, affordableGas, unixSeconds, signal);
    const outcomes = new Map(steps.map((step, index) => [step, ofSteps[index] ?? { kind: 'not-reached' }]));
    const most = await largestTransaction(chain, [...outcomes.values()], state.block.gasLimit, signal);
    const gasLimits = new Map();
    const codeHashes = new Map();
    const findings = [...tooLong];
    const notSimulated = [];
    for (const [step, outcome] of outcomes) {
        findings.push(...findingsOf(step, outcome, plan, set, most));
        if (outcome.kind === 'not-simulated')
            notSimulated.push(`${titleOf(step)} is not simulated: ${outcome.why}`);
        if (outcome.kind === 'not-reached')
            notSimulated.push(`${titleOf(step)} is not simulated: a step before it would revert, on which it may depend`);
        if (outcome.kind !== 'success')
            continue;
        gasLimits.set(step, outcome.gasLimit > most.gas && outcome.gas <= most.gas ? most.gas : outcome.gasLimit);
        if (step.kind === 'create' && outcome.codeHash !== undefined)
            codeHashes.set(step.address, outcome.codeHash);
    }
    const gas = sum([...outcomes.values()].map((outcome) => (outcome.kind === 'success' ? outcome.gas : 0n)));
    const gasCost = sum([...gasLimits.values()]) * price;
    const worstCost = gasCost + ether;
    findings.push(...costFindings(gasCost, state, limits));
    const missing = worstCost - state.balance;
    const missingBalance = missing > 0n
        ? `the deployer ${deployer} has ${formatEther(state.balance)}, the plan can cost up to ${formatEther(worstCost)}: ${formatEther(missing)} are missing`
        : undefined;
    const simulation = notSimulated.length === 0 ? 'all' : notSimulated.length === steps.length ? 'none' : 'part';
    return {
        simulation,
        method,
        outcomes,
        gasLimits,
        codeHashes,
        fee,
        gas,
        worstCost,
        findings,
        notSimulated,
        missingBalance,
    };
}
async function simulateSteps(chain, deployer, steps, state, affordableGas, unixSeconds, signal) {
    const [first] = steps;
    if (first !== undefined && first.nonce > state.nonce)
        return unsimulated(steps, 'it builds on transactions of an unfinished run that are not mined yet');
    return simulate(chain, {
        deployer,
        nonce: state.nonce,
        block: {
            number: state.block.number + 1,
            timeSeconds: Math.max(state.block.timeSeconds + 1, unixSeconds),
        },
        blockGasLimit: state.block.gasLimit,
        hasSimulateV1: state.hasSimulateV1,
        beforeLondon: state.baseFee === undefined,
        ...(affordableGas === undefined ? {} : { affordableGas }),
    }, steps.map(asSimulated), signal);
}
function unsimulated(steps, why) {
    return { method: 'eth_call', outcomes: steps.map(() => ({ kind: 'not-simulated', why })) };
}
function isSending(step) {
    return step.kind === 'create' || step.kind === 'call';
}
/** A step as the transaction that it becomes. */
function asTransaction(step) {
    return step.kind === 'create'
        ? { data: step.data, value: step.value }
        : { to: step.target, data: step.calldata, value: step.value };
}
function asSimulated(step) {
    const { nonce, names } = step;
    return { ...asTransaction(step), nonce, names, address: step.kind === 'create' ? step.address : undefined };
}
/** How messages name a step. */
function titleOf(step) {
    return step.kind === 'create' ? `the creation of ${step.contract}` : `the call ${step.contract}.${step.function}`;
}
/** Where the set has a step. */
function pathOf(step) {
    return step.kind === 'create' ? ['contracts', step.contract] : (step.path ?? []);
}
/** Where the names of a step's errors are found first. */
function abiOf(step, set) {
    if (step.kind === 'create')
        return set.contracts.find(({ name }) => name === step.contract)?.artifact.abi ?? [];
    return (set.calls.find(({ contract, entry }) => contract === step.contract && (0,json_abi/* signatureOf */.yK)(entry) === step.function)?.abi ??
        []);
}
/** Why a step reverts: errors of what it calls are named too. */
function whyItReverts(data, step, set) {
    return describeRevert(data, abiOf(step, set), ...set.contracts.map(({ artifact }) => artifact.abi));
}
async function tooLongCreations(chain, steps, signal) {
    const long = steps.flatMap((step) => step.kind === 'create' && !takesLongCreations.fits(step.data) ? [{ step, bytes: step.data.length / 2 - 1 }] : []);
    if (long.length === 0 || (await takesLongCreations.ask(chain, signal)))
        return [];
    return long.map(({ step, bytes }) => ({
        path: pathOf(step),
        message: `${titleOf(step)} takes ${bytes} bytes of creation code and arguments, a transaction of this chain takes ${takesLongCreations.mostBytes} (EIP-3860)`,
    }));
}
function findingsOf(step, outcome, plan, set, most) {
    const path = pathOf(step);
    if (outcome.kind === 'revert') {
        const { data, message } = outcome;
        const why = data === '0x' && message !== undefined ? message : whyItReverts(data, step, set);
        const hint = step.kind === 'call' ? hintOfCall(step, plan) : data === '0x' ? hintOfCreation(step, set) : '';
        return [
            {
                path,
                message: `${titleOf(step)} would revert${outcome.followsFailure === true ? ' too (without what would revert before it)' : ''}: ${why}${hint}`,
            },
        ];
    }
    if (outcome.kind === 'success' && outcome.gas > most.gas)
        return [{ path, message: `${titleOf(step)} needs ${outcome.gas} gas, ${most.what} ${most.gas}` }];
    return [];
}
/** What may be behind a creation that fails without a reason. */
function hintOfCreation(step, set) {
    const code = set.contracts.find(({ name }) => name === step.contract)?.artifact.deployedCode ?? '';
    const bytes = code.length / 2;
    return bytes > chain_facts/* defaultCodeSizeLimit */.tO
        ? ` (its code has ${bytes} bytes, chains take ${chain_facts/* defaultCodeSizeLimit */.tO} unless they are set up otherwise: EIP-170)`
        : ' (its constructor reverts)';
}
/** A contract that is kept may have had a call that it takes only once, such as one that gives its ownership away. */
function hintOfCall({ contract, function: name, target, isOneShot, behind }, { steps }) {
    if (behind !== undefined) {
        return `. It was made already, but before ${behind}, which stands before it in the set and came to nothing then. Where their order doesn't matter, let ${contract}.${name} stand before it in the set`;
    }
    const isKept = steps.some((step) => step.kind === 'keep' && step.address === target);
    return isKept && !isOneShot
        ? `. ${contract} is kept: if it takes this call only once, say "one-shot: true" at the call and "allow-redeploy: true" at the contract, and it is created anew`
        : '';
}
function costFindings(gasCost, { baseFee, gasPrice }, { cap, budget }) {
    const findings = [];
    const price = baseFee ?? gasPrice;
    if (cap !== undefined && cap < price) {
        findings.push(chainProblem('fees.cap', `chain.fees.cap is ${formatGwei(cap)}, ${baseFee === undefined ? "the chain's gas price" : 'the base fee of the last block'} is ${formatGwei(price)}: nothing would be mined. Wait until it falls, or raise the cap`));
    }
    if (budget !== undefined && budget < gasCost) {
        findings.push(chainProblem('fees.budget', `chain.fees.budget is ${formatEther(budget)}, the gas of the plan can cost up to ${formatEther(gasCost)}`));
    }
    return findings;
}
function affordable(balance, budget) {
    const most = budget !== undefined && budget < balance ? budget : balance;
    return most > 0n ? most : 0n;
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0n);
}

// EXTERNAL MODULE: ./src/values/content-digest.js
var content_digest = __webpack_require__(94149);
;// CONCATENATED MODULE: ./src/contracts/set/call-order.js

/**
 * The calls of the set in their order, as far as they are decided. A call that came to nothing (it failed, or another
 * transaction took its nonce) is made after what followed it: what an unfinished run made behind it on the same contract
 * then came first, and may have been undone by it.
 */
class CallOrder {
    #lost;
    #known;
    #before = [];
    /** @param unwanted pending calls that will be kept from being mined. */
    constructor(lost, known, unwanted) {
        this.#lost = [
            ...lost,
            ...unwanted.flatMap(({ recorded: { target, calldata, value }, nonce }) => nonce === undefined ? [] : [{ target, calldata, value, nonce }]),
        ];
        this.#known = known;
    }
    /** The call that stands before this known one in the set and comes after it on the chain, because it was lost. */
    overtaken(target, { nonce }) {
        if (nonce === undefined)
            return undefined;
        const lost = this.#lost.filter((call) => call.target === target && call.nonce < nonce && !this.#isMadeUpFor(call, nonce));
        return this.#before.find((earlier) => earlier.target === target &&
            earlier.nonce > nonce &&
            // Also with other arguments: they may have been corrected since.
            lost.some(({ calldata }) => calldata.startsWith((0,encode/* selectorOf */.Bk)(earlier.call.entry))))?.call;
    }
    /** @param nonce infinite for one that is still to be made, -1 for one of which it isn't known. */
    add(call, target, nonce) {
        this.#before.push({ call, target, nonce });
    }
    #isMadeUpFor({ target, calldata, value, nonce }, before) {
        return this.#known.some((known) => known.nonce !== undefined &&
            known.nonce > nonce &&
            known.nonce < before &&
            known.recorded.target === target &&
            known.recorded.calldata === calldata &&
            known.recorded.value === value);
    }
}

;// CONCATENATED MODULE: ./src/contracts/plan/value-change.js

const longest = 44;
/** What an argument was and is, of which a person needs only the beginning; a contract is told by its name. */
function describeValueChange(before, now, source) {
    return `changed (${shorten(before)} → ${source?.kind === 'contract' ? source.name : shorten(now)})`;
}
/** In a list, because mostly there is nothing to say. @param before in wei. */
function describeEtherChange(before, now) {
    if (before === String(now))
        return [];
    return [`its ether changed (${formatEther(BigInt(before))} → ${formatEther(now)})`];
}
function shorten(text) {
    return text.length > longest ? `${text.slice(0, longest - 4)}…` : text;
}

;// CONCATENATED MODULE: ./src/contracts/plan/changed-call.js


/** What is other than in a call of the same function that was made. */
function describeChangedCall(call, calldata, recorded) {
    const { entry, value } = call;
    const inputs = entry.inputs ?? [];
    const [before, now] = [recorded.calldata, calldata].map((bytes) => argumentsInWords(inputs, bytes.slice(10)));
    const changes = inputs.flatMap(({ name }, index) => {
        const [from, to] = [before?.[index], now?.[index]];
        if (from === undefined || to === undefined || from === to)
            return [];
        const source = call.arguments[index];
        return [`argument ${index}${name ? ` (${name})` : ''} ${describeValueChange(from, to, source)}`];
    });
    if (changes.length === 0 && recorded.calldata !== calldata)
        changes.push('its arguments changed');
    return [...changes, ...describeEtherChange(recorded.value, value)].join('; ');
}

;// CONCATENATED MODULE: ./src/contracts/plan/known-calls.js

/** The calls that record and journal have: each stands for one call of the set. */
class KnownCalls {
    #all;
    #byCall;
    #byTarget;
    #taken = new Set();
    constructor(calls) {
        this.#all = calls;
        this.#byCall = Map.groupBy(calls, ({ recorded: { target, calldata, value } }) => keyOf(target, calldata, value));
        this.#byTarget = Map.groupBy(calls, ({ recorded: { target } }) => target);
    }
    /**
     * The known call that is exactly each of these. Among equal ones that with the same predicate first: else two calls of the
     * set that differ only in theirs would change places from run to run.
     */
    assign(wanted) {
        const assigned = new Map();
        const groups = Map.groupBy(wanted, ({ call, target, calldata }) => keyOf(target, calldata, String(call.value)));
        for (const [key, equal] of groups) {
            const byPredicate = Map.groupBy(equal, ({ call }) => call.until?.text);
            for (const [text, calls] of byPredicate) {
                const same = this.#free(key).filter(({ recorded }) => recorded.predicate === text);
                this.#give(calls, same, assigned);
            }
            this.#give(equal.filter(({ call }) => !assigned.has(call)), this.#free(key), assigned);
        }
        return assigned;
    }
    /** Another one that is exactly this call, and fits. */
    takeOther({ call, target, calldata }, fits) {
        const [other] = byWorth(this.#free(keyOf(target, calldata, String(call.value))).filter(fits));
        if (other !== undefined)
            this.#taken.add(other);
        return other;
    }
    /** A call of the same function that no call of the set is; what is only pending can still be kept from being mined. */
    sameFunction(target, call) {
        const selector = (0,encode/* selectorOf */.Bk)(call.entry);
        return this.#byTarget
            .get(target)
            ?.find((known) => !this.#taken.has(known) && !known.isPending && known.recorded.calldata.startsWith(selector));
    }
    /** Pending ones that no call of the set is: they will be kept from being mined. */
    unwanted() {
        return this.#all.filter((known) => known.isPending && !this.#taken.has(known));
    }
    #free(key) {
        return (this.#byCall.get(key) ?? []).filter((known) => !this.#taken.has(known));
    }
    /** As many as there are, in the order in which they were made. */
    #give(calls, known, assigned) {
        const chosen = byWorth(known).slice(0, calls.length);
        const inOrder = chosen.toSorted((a, b) => (a.nonce ?? -1) - (b.nonce ?? -1));
        for (const [index, one] of inOrder.entries()) {
            const call = calls[index]?.call;
            if (call === undefined)
                continue;
            this.#taken.add(one);
            assigned.set(call, one);
        }
    }
}
/** Was it seen in a block? Of some only a predicate told. */
function isMined({ recorded, isPending }) {
    return !isPending && recorded.transaction !== undefined;
}
/** One that was seen mined before one that may be, and that before one that only a predicate told of. */
function byWorth(calls) {
    const worth = (known) => (isMined(known) ? 0 : known.isPending ? 1 : 2);
    return calls.toSorted((a, b) => worth(a) - worth(b));
}
function keyOf(target, calldata, value) {
    return `${target} ${calldata} ${value}`;
}

;// CONCATENATED MODULE: ./src/contracts/plan/call-decisions.js






function decideCalls(set, contracts, observed) {
    const pool = new KnownCalls(observed.calls);
    const isKept = (name) => contracts.isKept(name);
    const wanted = set.calls.flatMap((call) => {
        if (![call.contract, ...call.arguments.flatMap(typed_value/* contractsIn */.zo)].every(isKept))
            return [];
        const values = call.arguments.map((value) => (0,typed_value/* resolveValue */.g$)(value, contracts.addressOf, observed.deployer));
        return [{ call, target: contracts.addressOf(call.contract), calldata: (0,encode/* encodeCall */.DC)(call.entry, values) }];
    });
    const assigned = pool.assign(wanted);
    const settled = new Map(wanted.map((one) => [one.call, { ...one, known: assigned.get(one.call) }]));
    const order = new CallOrder(observed.lostCalls ?? [], observed.calls, pool.unwanted());
    const knownNames = new Set(observed.contracts.map(({ recorded }) => recorded.name));
    const of = new Map();
    const conflicts = [];
    const refusals = [];
    const unread = [];
    for (const call of set.calls) {
        const predicate = askPredicate(call, contracts, observed, unread);
        const { now, overtaken } = inOrder(call, settled.get(call), order, pool);
        const decision = overtaken === undefined
            ? decide(call, now, predicate, contracts, pool, knownNames)
            : {
                kind: 'call',
                reason: `it was made before ${overtaken.first}, which stands before it in the set`,
                behind: overtaken.first,
            };
        of.set(call, decision);
        if (!isKept(call.contract))
            continue;
        const target = contracts.addressOf(call.contract);
        if (decision.kind === 'call')
            order.add(call, target, Number.POSITIVE_INFINITY);
        else
            order.add(call, target, decision.known?.nonce ?? -1);
        if (overtaken?.known.isPending === true)
            continue;
        if (overtaken !== undefined && !call.isOneShot) {
            if (call.value > 0n)
                refusals.push(refusalToPayTwice(call, overtaken));
            continue;
        }
        if (decision.kind !== 'call' || !call.isOneShot)
            continue;
        const why = overtaken === undefined
            ? alreadyMade(call, now, target, predicate, pool)
            : `it was made${inTransaction(overtaken.known)} before ${overtaken.first}, which stands before it in the set`;
        if (why !== undefined)
            conflicts.push({ call, target, why });
    }
    return { of, conflicts, refusals, unread };
}
/** A call is known to be done only when it was made in its place of the order, or when a predicate says it. */
function inOrder(call, settled, order, pool) {
    if (settled?.known === undefined || call.until !== undefined)
        return { now: settled };
    const first = order.overtaken(settled.target, settled.known);
    if (first === undefined)
        return { now: settled };
    const known = pool.takeOther(settled, (other) => order.overtaken(settled.target, other) === undefined);
    if (known !== undefined)
        return { now: { ...settled, known } };
    return { now: settled, overtaken: { first: titleInSet(first), known: settled.known } };
}
/** Two calls of a set can be of one function. */
function titleInSet({ contract, entry, path }) {
    const index = path?.at(-1);
    return `${contract}.${entry.name}${typeof index === 'number' ? ` (call ${index + 1} of the set)` : ''}`;
}
/** One that isn't declared as one-shot may be repeated, but paying twice is nobody's wish. */
function refusalToPayTwice(call, { first, known }) {
    const title = `${call.contract}.${call.entry.name}`;
    return {
        path: call.path ?? [],
        message: `the call ${title} was made${inTransaction(known)} before ${first}, which stands before it in the set: to be repeated behind it, it would send its ether twice. Where their order doesn't matter, let ${title} stand before ${first} in the set; else say with "until" when it is done`,
    };
}
function askPredicate({ until }, contracts, { deployer, predicates }, unread) {
    if (until === undefined)
        return { kind: 'none' };
    const created = contractsOfPredicate(until).find((name) => !contracts.isKept(name));
    if (created !== undefined)
        return { kind: 'false', why: `${until.text} can't be true yet: ${created} changes` };
    const resolved = resolvePredicate(until, contracts.addressOf, deployer);
    const read = readOf(resolved);
    if (!predicates.has(read.key)) {
        unread.push(read);
        return { kind: 'false', why: '' };
    }
    const answer = predicates.get(read.key);
    return predicateHolds(resolved, answer) ? { kind: 'true' } : { kind: 'false', why: describeUnmet(resolved, answer) };
}
function decide(call, settled, predicate, contracts, pool, knownNames) {
    const known = settled?.known;
    if (predicate.kind === 'true') {
        // What is only logged did not make it true: sent again, it would be done twice.
        const done = known?.isPending === true ? undefined : known;
        return { kind: 'skip', reason: `${call.until?.text} is true on the chain`, known: done };
    }
    if (known !== undefined && (known.isPending || (predicate.kind === 'none' && isMined(known)))) {
        return { kind: 'skip', reason: reasonToSkip(known), known };
    }
    const changed = [call.contract, ...call.arguments.flatMap(typed_value/* contractsIn */.zo)].find((name) => !contracts.isKept(name));
    if (changed !== undefined)
        return { kind: 'call', reason: reasonOfChange(call, changed, knownNames) };
    if (predicate.kind === 'false')
        return { kind: 'call', reason: predicate.why };
    const other = settled && pool.sameFunction(settled.target, call);
    const reason = other ? describeChangedCall(call, settled.calldata, other.recorded) : 'not called yet';
    return { kind: 'call', reason };
}
function reasonToSkip({ source, isPending }) {
    if (isPending)
        return 'logged by an unfinished run, not mined yet';
    return source === 'record' ? 'done' : 'done by an unfinished run';
}
function reasonOfChange(call, changed, knownNames) {
    if (!knownNames.has(call.contract))
        return 'not called yet';
    if (changed === call.contract)
        return `${changed} changes`;
    const index = call.arguments.findIndex((value) => (0,typed_value/* contractsIn */.zo)(value).includes(changed));
    const name = call.entry.inputs?.[index]?.name;
    return `argument ${index}${name ? ` (${name})` : ''} names ${changed}, which ${knownNames.has(changed) ? 'changes' : 'is new'}`;
}
/** Why a one-shot call can't be made again on a contract that is kept; undefined when it never was. */
function alreadyMade(call, settled, target, predicate, pool) {
    const made = settled?.known;
    if (made !== undefined && predicate.kind === 'false') {
        return `it was made${inTransaction(made)}, but ${predicate.why}`;
    }
    const other = pool.sameFunction(target, call);
    return other === undefined ? undefined : `it was made with other arguments${inTransaction(other)}`;
}
function inTransaction({ recorded }) {
    return recorded.transaction === undefined ? '' : ` in transaction ${recorded.transaction}`;
}

;// CONCATENATED MODULE: ./src/contracts/set/fingerprint.js



/**
 * What a contract is recognised by from run to run: its linked creation code without metadata, its encoded arguments and
 * its ether. Arguments are taken as they are, also where they carry code.
 */
function fingerprintOf(linkedCode, encodedArguments, value) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let from = 0;
    for (const { start, end } of findMetadata(linkedCode)) {
        // Zeros of the same length: where everything stands is part of it.
        hash.update(linkedCode.subarray(from, start)).update(Buffer.alloc(end - start));
        from = end;
    }
    hash.update(linkedCode.subarray(from)).update(encodedArguments.slice(2), 'hex');
    // Where code ends and arguments begin is part of it, because only code is looked through for metadata.
    return hexOfHash(hash.update(`${linkedCode.length} ${value}`));
}
/** Of the very bytes that a creation sends, and its ether. */
function creationHashOf(data, value) {
    return hexOfHash((0,external_node_crypto_.createHash)('sha256').update(data.slice(2), 'hex').update(String(value)));
}
/** The same for code that stands apart from its arguments. */
function creationHashOfParts(linkedCode, encodedArguments, value) {
    const hash = (0,external_node_crypto_.createHash)('sha256').update(linkedCode).update(encodedArguments.slice(2), 'hex');
    return hexOfHash(hash.update(String(value)));
}
const abiHashes = new WeakMap();
function abiHashOf(abi) {
    const known = abiHashes.get(abi);
    if (known !== undefined)
        return known;
    const hash = hexOfHash((0,external_node_crypto_.createHash)('sha256').update((0,canonical_json/* canonicalJson */.d)(abi)));
    abiHashes.set(abi, hash);
    return hash;
}
function hexOfHash(hash) {
    return `0x${hash.digest('hex')}`;
}

;// CONCATENATED MODULE: ./src/contracts/set/linked-code.js
/**
 * Read into one place: a plan reads the code of every contract, some of it more than once, and a thousand codes of tens of
 * kilobytes would be garbage of hundreds of megabytes.
 */
let place = Buffer.alloc(64 * 1024);
/** The creation code with every library's address where it belongs. It stands only until the next code is read. */
function linkedCode(contract, addressOf) {
    const { name, creationCode } = contract.artifact;
    const length = creationCode.length / 2;
    if (place.length < length)
        place = Buffer.alloc(length * 2);
    let end = 0;
    for (const part of partsOf(contract, addressOf)) {
        const written = place.write(part, end, 'hex');
        if (written * 2 !== part.length)
            throw new Error(`the creation code of ${name} is no hexadecimal text`);
        end += written;
    }
    return place.subarray(0, length);
}
/** The same as hexadecimal digits. */
function linkedDigits(contract, addressOf) {
    // Added up, not joined: the engine then refers to the artifact's text where it can, and copies it only when it is sent.
    const [first = '', ...rest] = partsOf(contract, addressOf);
    return rest.reduce((all, part) => all + part, first);
}
function partsOf({ artifact, libraries }, addressOf) {
    const parts = [];
    let from = 0;
    for (const { at, placeholder } of placesOf(artifact)) {
        const library = libraries.get(placeholder);
        if (library === undefined)
            throw new Error(`${artifact.name} links a library that the set does not give`);
        parts.push(lowerCase(artifact.creationCode.slice(from, at)), addressOf(library).slice(2).toLowerCase());
        from = at + placeholder.length;
    }
    return [...parts, lowerCase(artifact.creationCode.slice(from))];
}
/** Changing the case copies, and hardly any compiler writes upper case. */
function lowerCase(digits) {
    return /[A-F]/.test(digits) ? digits.toLowerCase() : digits;
}
const places = new WeakMap();
/** Where placeholders stand, in order. */
function placesOf(artifact) {
    const known = places.get(artifact);
    if (known !== undefined)
        return known;
    const { creationCode, links } = artifact;
    const found = links
        .flatMap(({ placeholder }) => placesIn(creationCode, placeholder).map((at) => ({ at, placeholder })))
        .sort((a, b) => a.at - b.at);
    places.set(artifact, found);
    return found;
}
function placesIn(text, part) {
    const found = [];
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
        found.push(at);
    return found;
}

;// CONCATENATED MODULE: ./src/contracts/set/creation.js





/** Every contract that it names as an argument, or links; each once. */
function contractsOf(contract) {
    const known = namesOfContracts.get(contract);
    if (known !== undefined)
        return known;
    const names = [...new Set([...contract.arguments.flatMap(typed_value/* contractsIn */.zo), ...contract.libraries.values()])];
    namesOfContracts.set(contract, names);
    return names;
}
const namesOfContracts = new WeakMap();
/** Linked creation code, and encoded arguments behind it: the bytes that a creation sends. */
function creationData(contract, addressOf, deployer) {
    const values = contract.arguments.map((value) => (0,typed_value/* resolveValue */.g$)(value, addressOf, deployer));
    const encoded = (0,encode/* encodeArguments */.hu)(contract.parameters, values);
    const data = `0x${linkedDigits(contract, addressOf)}${encoded.slice(2)}`;
    return { data, identity: identify(linkedCode(contract, addressOf), encoded, contract.value), values };
}
/**
 * The identity alone. A plan asks for it several times, at the same addresses nearly always, and reading tens of kilobytes
 * per contract is most of what planning takes: so the last one is remembered.
 */
function creationIdentity(contract, addressOf, deployer) {
    const at = [deployer, ...contractsOf(contract).map(addressOf)].join();
    const last = lastIdentities.get(contract);
    if (last?.at === at)
        return last.identity;
    const values = contract.arguments.map((value) => (0,typed_value/* resolveValue */.g$)(value, addressOf, deployer));
    const encoded = (0,encode/* encodeArguments */.hu)(contract.parameters, values);
    const identity = identify(linkedCode(contract, addressOf), encoded, contract.value);
    lastIdentities.set(contract, { at, identity });
    return identity;
}
const lastIdentities = new WeakMap();
/** The fingerprint that it would have had with recorded arguments, libraries and ether; undefined when they don't fit. */
function fingerprintAt(contract, libraries, recordedArguments, value) {
    if ([...contract.libraries.values()].some((name) => libraries[name] === undefined))
        return undefined;
    try {
        const values = contract.parameters.map((parameter, index) => fromJson(parameter, recordedArguments[index]));
        if (values.length !== recordedArguments.length)
            return undefined;
        const code = linkedCode(contract, (name) => libraries[name]);
        return fingerprintOf(code, (0,encode/* encodeArguments */.hu)(contract.parameters, values), value);
    }
    catch {
        return undefined; // Recorded with other types: whatever they were encoded to then is no part of this code.
    }
}
/** A value as the record has it: integers as decimal text. */
function asJson(value) {
    if (typeof value === 'bigint')
        return value.toString();
    return typeof value === 'object' ? value.map(asJson) : value;
}
function isSameValue(value, recorded) {
    return recorded !== undefined && (0,canonical_json/* canonicalJson */.d)(asJson(value)) === (0,canonical_json/* canonicalJson */.d)(recorded);
}
function identify(code, encodedArguments, value) {
    return {
        fingerprint: fingerprintOf(code, encodedArguments, value),
        creationHash: creationHashOfParts(code, encodedArguments, value),
    };
}
/** The way back of {@link asJson}, as far as the type tells it. */
function fromJson(parameter, value) {
    if (Array.isArray(value)) {
        const element = { ...parameter, type: parameter.type.replace(/\[\d*\]$/, '') };
        const isTuple = element.type === parameter.type;
        return value.map((item, index) => fromJson(isTuple ? (parameter.components?.[index] ?? parameter) : element, item));
    }
    if (typeof value === 'string')
        return /^u?int\d*$/.test(parameter.type) ? BigInt(value) : value;
    if (typeof value === 'boolean')
        return value;
    throw new RangeError('no recorded value');
}

;// CONCATENATED MODULE: ./src/contracts/plan/contract-decisions.js

/**
 * A contract is kept when the chain has the code of one with its fingerprint. One that names or links a contract which is
 * created has another fingerprint, whatever address that gets.
 * @param excluded contracts of the chain that may not be kept.
 */
function decideContracts(set, observed, excluded, { strict }) {
    const names = new Set(set.contracts.map(({ name }) => name));
    const knownNames = new Set(observed.contracts.map(({ recorded }) => recorded.name));
    const heirs = new Map(set.contracts.flatMap(({ name, was }) => (was === undefined ? [] : [[was, name]])));
    const unsaid = new Map();
    const byFingerprint = new Map();
    for (const known of observed.contracts) {
        if (known.code !== 'recorded' || excluded.has(known.recorded.address))
            continue;
        const others = byFingerprint.get(known.recorded.fingerprint);
        if (others === undefined)
            byFingerprint.set(known.recorded.fingerprint, [known]);
        else
            others.push(known);
    }
    const kept = new Map();
    const taken = new Set();
    const choices = new Map();
    const addressOf = (name) => {
        const known = kept.get(name);
        if (known === undefined)
            throw new Error(`${name} has no address yet`);
        return known.recorded.address;
    };
    const candidatesFor = (contract) => {
        if (contractsOf(contract).some((name) => !kept.has(name)))
            return [];
        const { fingerprint, creationHash } = creationIdentity(contract, addressOf, observed.deployer);
        const candidates = (byFingerprint.get(fingerprint) ?? []).filter(({ recorded }) => !strict || recorded.creationHash === creationHash);
        const isFree = ({ recorded }) => !taken.has(recorded.address);
        const own = candidates.filter((known) => known.recorded.name === contract.name && isFree(known));
        if (own.length > 0)
            return own;
        const { was } = contract;
        if (was !== undefined && !names.has(was) && knownNames.has(was)) {
            return candidates.filter((known) => known.recorded.name === was && isFree(known));
        }
        const gone = candidates.filter(({ recorded: { name } }) => !names.has(name) && !heirs.has(name));
        if (gone.length > 0)
            unsaid.set(contract.name, gone);
        return gone.filter(isFree);
    };
    for (const contract of set.contracts) {
        const candidates = candidatesFor(contract);
        const chosen = candidates.at(-1); // the latest: an unfinished run may have replaced what the record has
        if (chosen === undefined)
            continue;
        kept.set(contract.name, chosen);
        taken.add(chosen.recorded.address);
        choices.set(contract.name, candidates.length);
    }
    return {
        kept,
        addressOf,
        isKept: (name) => kept.has(name),
        hasOther: (name) => (choices.get(name) ?? 0) > 1,
        unsaid,
    };
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-decisions.js


/** Creating a contract anew for a one-shot call can bring the next one about: decided until nothing more follows. */
function plan_decisions_decide(set, observed, options) {
    const excluded = new Map();
    const mayBeCreatedAnew = new Map(set.contracts.map(({ name, allowsRedeploy }) => [name, allowsRedeploy]));
    for (;;) {
        const givenUp = new Set(excluded.keys());
        const contracts = decideContracts(set, observed, givenUp, options);
        const calls = decideCalls(set, contracts, observed);
        const isSolvable = ({ call: { contract } }) => contracts.hasOther(contract) || mayBeCreatedAnew.get(contract) === true;
        const solvable = calls.unread.length > 0 ? [] : calls.conflicts.filter(isSolvable);
        if (solvable.length === 0) {
            return { contracts, calls, excluded, conflicts: calls.conflicts.filter((conflict) => !isSolvable(conflict)) };
        }
        for (const { call, target, why } of solvable) {
            if (givenUp.has(target))
                throw new Error(`${call.contract} at ${target} was given up, and is kept all the same`);
            excluded.set(target, `its one-shot call ${call.entry.name} changed: ${why}, and it allows to be redeployed`);
        }
    }
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-essence.js

/**
 * What a plan's digest covers: everything that would be done, by whom and on which chain, not the words of its reasons. A
 * transaction that is pending and is kept or skipped counts as mined: what comes of it is the same, and the digest too.
 */
function essenceOf(steps, { chain, deployer }) {
    return { chain: { id: chain.id, genesisHash: chain.genesisHash }, deployer, steps: steps.map(essenceOfStep) };
}
function essenceOfStep(step) {
    switch (step.kind) {
        case 'create':
        case 'call': {
            const { layer, nonce } = step;
            return { ...effectOf(step), layer, nonce };
        }
        case 'keep':
            return { kind: step.kind, contract: step.contract, address: step.address };
        case 'skip': {
            const { target, calldata, value } = step.known;
            return { kind: step.kind, target, calldata, value };
        }
    }
}
/** What a transaction leaves on the chain, whenever it is sent and under whichever nonce. */
function effectOf(step) {
    if (step.kind === 'create') {
        const { kind, contract, address, creationHash, value } = step;
        return { kind, contract, address, creationHash, value: String(value) };
    }
    const { kind, target, calldata, value, until } = step;
    return {
        kind,
        target,
        calldata,
        value: String(value),
        ...(until === undefined ? {} : { until: essenceOfPredicate(until) }),
    };
}
function essenceOfPredicate({ target, calldata, operator, expected, outputType }) {
    return { target, calldata, operator, expected: asJson(expected), outputType };
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-findings.js


/** Why nothing of the plan may be sent. */
function refusalsOf(set, { contracts, calls, conflicts }) {
    const oneShots = conflicts.map(({ call, target, why }) => ({
        path: call.path ?? [],
        message: `the one-shot call ${call.contract}.${call.entry.name} can't be made again on ${call.contract} at ${target}: ${why}. Create ${call.contract} anew with "allow-redeploy: true" at the contract, or change the call back`,
    }));
    const unproved = set.contracts.flatMap(({ name, allowsUnproved }) => {
        const known = contracts.kept.get(name);
        if (known?.recorded.proof !== 'unproved' || allowsUnproved)
            return [];
        const message = `the code of ${name} at ${known.recorded.address} is not proved: neither when it was created, nor by this run. Ask a node that takes state overrides in eth_call and still has the state of block ${known.recorded.block}; "allow-unproved: true" at the contract uses it as it is`;
        return [{ path: ['contracts', name], message }];
    });
    const renamed = set.contracts.flatMap(({ name }) => {
        const others = contracts.unsaid.get(name);
        return others === undefined ? [] : [{ path: ['contracts', name], message: describeUnsaid(name, others) }];
    });
    return [...renamed, ...oneShots, ...calls.refusals, ...unproved];
}
/** Keeping it could give clients the state of a contract that was to be given up; creating it, lose that of one renamed. */
function describeUnsaid(name, others) {
    const byName = new Map(others.map(({ recorded }) => [recorded.name, recorded.address]));
    const names = [...byName.keys()];
    const [one, ...more] = names;
    const which = [...byName].map(([other, address]) => `${other} at ${address}`).join(' and ');
    const them = more.length > 0 ? 'them' : one;
    return `${name} is made exactly like ${which}, which the set no longer has. If it is ${more.length > 0 ? 'one of them' : one}, renamed, write ${names.map((other) => `"was: ${other}"`).join(' or ')} at it; if it is to be another contract, take ${them} out of the set in a run of its own first`;
}
/** What is right, but should be known. */
function noticesOf(set, { contracts, calls }, { deployer }) {
    const differing = set.contracts.filter((contract) => {
        const known = contracts.kept.get(contract.name);
        if (known === undefined)
            return false;
        return creationIdentity(contract, contracts.addressOf, deployer).creationHash !== known.recorded.creationHash;
    });
    const notices = [];
    if (differing.length > 0) {
        const names = differing.map(({ name }) => name);
        notices.push(`only the metadata of ${list(names)} changed, such as by a comment: kept. The input strict has ${names.length > 1 ? 'them' : 'it'} created anew`);
    }
    for (const call of set.calls) {
        if (calls.of.get(call)?.kind !== 'skip')
            continue;
        const created = [...new Set(call.arguments.flatMap(typed_value/* contractsIn */.zo))].filter((name) => !contracts.isKept(name));
        if (created.length === 0)
            continue;
        notices.push(`${call.contract}.${call.entry.name} is not called, because ${call.until?.text} is true, although its argument ${created.join(' and ')} is created anew: does the predicate say all that the call does?`);
    }
    return notices;
}
function list(names) {
    const most = 10;
    return `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
}

// EXTERNAL MODULE: ./src/contracts/transaction/rlp.js
var rlp = __webpack_require__(44363);
;// CONCATENATED MODULE: ./src/contracts/transaction/create-address.js


/** Where the creation that `sender` sends with `nonce` will stand (CREATE). */
function createAddress(sender, nonce) {
    const hash = (0,keccak/* keccak256 */.S)((0,rlp/* encodeRlp */.RH)([sender.toLowerCase(), (0,rlp/* rlpInteger */.Bm)(nonce)]));
    return (0,address/* parseAddress */.o)(`0x${hash.slice(26)}`);
}

;// CONCATENATED MODULE: ./src/contracts/plan/call-title.js


const longestTitle = 120;
const longestLiteral = 20;
/** A call as a person wrote it: two calls of one function are told apart. Names of functions and texts are others'. */
function titleOfCall({ contract, entry, arguments: values }) {
    return cut((0,foreign_text/* cleanForeignText */.V)(`${contract}.${entry.name}(${values.map(describeValue).join(', ')})`), longestTitle);
}
/** The short form for a diagram: the name that the set gives it, or the call without its contract. */
function labelOfCall(call) {
    return call.name ?? titleOfCall(call).slice(call.contract.length + 1);
}
function describeValue(value) {
    switch (value.kind) {
        case 'literal':
            return describeLiteral(asJson(value.value));
        case 'contract':
            return value.name;
        case 'deployer':
            return 'deployer';
        case 'list':
            return `[${value.items.map(describeValue).join(', ')}]`;
        case 'encoded-call':
            return `${value.entry.name}(${value.arguments.map(describeValue).join(', ')})`;
    }
}
/** Of long hexadecimal text both ends are shown: addresses that begin alike are common. */
function describeLiteral(value) {
    if (Array.isArray(value))
        return `[${value.map(describeLiteral).join(', ')}]`;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (/^0x[0-9a-f]*$/i.test(text) && text.length > longestLiteral)
        return `${text.slice(0, 8)}…${text.slice(-4)}`;
    return cut(text, longestLiteral);
}
function cut(text, most) {
    return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

;// CONCATENATED MODULE: ./src/contracts/plan/creation-reason.js




const mostCauses = 3;
/** Why a contract is created, for a person who may have to do something about it. */
function reasonToCreate(contract, context) {
    const { before } = context;
    if (before === undefined)
        return 'not deployed yet';
    const { recorded, code } = before;
    const causes = [];
    if (context.excluded !== undefined)
        causes.push(context.excluded);
    if (code === 'none')
        causes.push(`the chain has no code at its recorded address ${recorded.address}`);
    if (code === 'other')
        causes.push(`the chain has other code than recorded at ${recorded.address}`);
    const isCodeSame = fingerprintAt(contract, recorded.libraries, recorded.arguments, BigInt(recorded.value)) === recorded.fingerprint;
    const linked = changedLinks(contract, recorded.libraries, context);
    if (!isCodeSame && !linked.some(({ isNew }) => isNew))
        causes.push('its code changed');
    causes.push(...linked.map(({ cause }) => cause), ...changedArguments(contract, recorded.arguments, context));
    causes.push(...describeEtherChange(recorded.value, contract.value));
    if (causes.length === 0)
        return 'its metadata changed, and metadata counts (strict)';
    const more = causes.length - mostCauses;
    return [...causes.slice(0, mostCauses), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
function changedLinks(contract, recorded, { addressOf, isCreated, isKnown }) {
    return [...new Set(contract.libraries.values())].flatMap((name) => {
        const before = recorded[name];
        if (before === undefined)
            return [{ cause: `links ${name}, which it did not before`, isNew: true }];
        if (isCreated(name))
            return [{ cause: `links ${name}, which ${isKnown(name) ? 'changes' : 'is new'}`, isNew: false }];
        return before === addressOf(name) ? [] : [{ cause: `links ${name}, which stands elsewhere now`, isNew: false }];
    });
}
function changedArguments(contract, recorded, { values, isCreated, isKnown }) {
    if (values.length !== recorded.length)
        return [`constructor arguments: ${recorded.length} → ${values.length}`];
    return values.flatMap((value, index) => {
        if (isSameValue(value, recorded[index]))
            return [];
        const name = contract.parameters[index]?.name;
        const title = `constructor argument ${index}${name ? ` (${name})` : ''}`;
        const source = contract.arguments[index];
        const moved = source === undefined ? [] : [...new Set((0,typed_value/* contractsIn */.zo)(source))].filter(isCreated);
        const [first] = moved;
        if (first !== undefined) {
            const what = moved.length > 1 ? 'change' : isKnown(first) ? 'changes' : 'is new';
            return [`${title} names ${moved.join(' and ')}, which ${what}`];
        }
        return [`${title} ${describeValueChange(inWords(recorded[index] ?? null), inWords(asJson(value)), source)}`];
    });
}
function inWords(value) {
    return (0,foreign_text/* cleanForeignText */.V)(typeof value === 'string' ? value : JSON.stringify(value));
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-layers.js



/** Every contract that a call names, its target first; each once. */
function contractsOfCall(call) {
    const inPredicate = call.until === undefined ? [] : contractsOfPredicate(call.until);
    return [...new Set([call.contract, ...call.arguments.flatMap(typed_value/* contractsIn */.zo), ...inPredicate])];
}
/**
 * In which layer each step is sent; one layer takes a block, so there are as few as the rules allow:
 * - creations share a layer however deep they name each other, because addresses are known before;
 * - a call, and a creation that sends ether, waits until every contract that it names is mined and proved;
 * - a creation waits for the calls that the set puts before it; a call never comes before an earlier one;
 * - a one-shot call has a layer for itself, after everything that doesn't have to follow it.
 */
function layersOf(created, made) {
    const contracts = new Map(created.map((contract) => [contract, newNode(false)]));
    const calls = new Map(made.map((call) => [call, newNode(call.isOneShot)]));
    const named = new Map(created.map((contract) => [contract.name, contracts.get(contract)]));
    const namedCalls = made.filter(({ name }) => name !== undefined).map((call) => [call.name, calls.get(call)]);
    const callsByName = new Map(namedCalls);
    for (const [contract, node] of contracts) {
        for (const name of contractsOf(contract))
            connect(named.get(name), node, contract.value > 0n ? 1 : 0);
        for (const name of contract.after) {
            connect(named.get(name), node, 0);
            connect(callsByName.get(name), node, 1);
        }
    }
    let previous;
    for (const [call, node] of calls) {
        for (const name of contractsOfCall(call))
            connect(named.get(name), node, 1);
        for (const name of call.after) {
            connect(named.get(name), node, 1);
            connect(callsByName.get(name), node, 0);
        }
        connect(previous, node, previous?.isOneShot ? 1 : 0);
        previous = node;
    }
    assignLayers([...contracts.values(), ...calls.values()]);
    return {
        ofContract: (contract) => contracts.get(contract)?.layer ?? -1,
        ofCall: (call) => calls.get(call)?.layer ?? -1,
    };
}
function newNode(isOneShot) {
    return { isOneShot, before: [], followers: [], open: 0, layer: -1 };
}
function connect(before, node, distance) {
    if (before === undefined || before === node)
        return;
    node.before.push({ node: before, distance });
    before.followers.push(node);
    node.open++;
}
/** One-shot calls are taken only when nothing else is ready: whatever is left then has to follow them. */
function assignLayers(nodes) {
    const ready = [];
    const oneShots = [];
    const release = (node) => void (node.isOneShot ? oneShots : ready).push(node);
    let highest = -1;
    let assigned = 0;
    for (const node of nodes)
        if (node.open === 0)
            release(node);
    for (let node = ready.pop() ?? oneShots.shift(); node !== undefined; node = ready.pop() ?? oneShots.shift()) {
        const layers = node.before.map(({ node: { layer }, distance }) => layer + distance);
        node.layer = node.isOneShot ? highest + 1 : Math.max(0, ...layers);
        highest = Math.max(highest, node.layer);
        assigned++;
        for (const follower of node.followers)
            if (--follower.open === 0)
                release(follower);
    }
    if (assigned < nodes.length)
        throw new Error('contracts and calls of the set wait for each other');
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-places.js

/** What is kept stands with the first layer, a skipped call with the call before it. */
function plan_places_placesOf(set, { contracts, calls }) {
    const created = set.contracts.filter(({ name }) => !contracts.isKept(name));
    const made = set.calls.filter((call) => calls.of.get(call)?.kind === 'call');
    const layers = layersOf(created, made);
    const places = set.contracts.map((contract) => {
        const isCreated = !contracts.isKept(contract.name);
        return { contract, isCreated, layer: isCreated ? layers.ofContract(contract) : 0 };
    });
    let layer = 0;
    for (const call of set.calls) {
        const isMade = calls.of.get(call)?.kind === 'call';
        layer = isMade ? layers.ofCall(call) : layer;
        places.push({ call, isMade, layer });
    }
    return places.sort((a, b) => a.layer - b.layer); // stable: creations stay before calls
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-steps.js












/** The steps that follow from what was decided, with their layers, nonces and addresses. */
function planSteps(set, decisions, observed) {
    const { contracts } = decisions;
    const nonces = new Map();
    const addresses = new Map();
    const places = plan_places_placesOf(set, decisions);
    let nonce = observed.nonce;
    for (const place of places) {
        if ('contract' in place) {
            const { contract, isCreated } = place;
            if (isCreated)
                nonces.set(contract, nonce);
            addresses.set(contract.name, isCreated ? createAddress(observed.deployer, nonce++) : contracts.addressOf(contract.name));
        }
        else if (place.isMade)
            nonces.set(place.call, nonce++);
    }
    const scene = {
        observed,
        decisions,
        addressOf: (name) => {
            const address = addresses.get(name);
            if (address === undefined)
                throw new Error(`${name} is used before it has an address`);
            return address;
        },
        nonceOf: (item) => nonces.get(item) ?? -1,
        lastKnown: lastKnown(set, observed),
        recorded: recordedIn(observed),
    };
    return places.map((place) => {
        const step = stepAt(place, scene);
        // Names of parameters come from artifacts that others made.
        return { ...step, reason: (0,foreign_text/* cleanForeignText */.V)(step.reason) };
    });
}
function stepAt(place, scene) {
    const { contracts, calls } = scene.decisions;
    if ('contract' in place) {
        const known = contracts.kept.get(place.contract.name);
        return known === undefined
            ? createStep(place.contract, place.layer, scene)
            : keepStep(place.contract, known, scene);
    }
    const decision = calls.of.get(place.call);
    if (decision === undefined)
        throw new Error(`nothing was decided on a call of ${place.call.contract}`);
    return decision.kind === 'call'
        ? callStep(place.call, decision, place.layer, scene)
        : skipStep(place.call, decision, scene);
}
/** The latest of each name; of one that was renamed, by the name that the set gives it now. */
function lastKnown({ contracts }, observed) {
    const byName = new Map(observed.contracts.map((known) => [known.recorded.name, known]));
    for (const { name, was } of contracts) {
        const known = byName.get(name) ?? (was === undefined ? undefined : byName.get(was));
        if (known !== undefined)
            byName.set(name, known);
    }
    return byName;
}
function recordedIn({ contracts }) {
    const addresses = new Map(contracts.flatMap(({ source, recorded: { name, address } }) => source === 'record' ? [[name, address]] : []));
    return ({ name, was }) => addresses.get(name) ?? (was === undefined ? undefined : addresses.get(was));
}
function createStep(contract, layer, scene) {
    const { observed, addressOf, decisions } = scene;
    const { data, identity, values } = creationData(contract, addressOf, observed.deployer);
    const before = scene.lastKnown.get(contract.name);
    const nonce = scene.nonceOf(contract);
    return {
        kind: 'create',
        contract: contract.name,
        reason: reasonToCreate(contract, {
            before,
            excluded: before && decisions.excluded.get(before.recorded.address),
            values,
            addressOf,
            isCreated: (name) => !decisions.contracts.isKept(name),
            isKnown: (name) => scene.lastKnown.has(name),
        }),
        layer,
        nonce,
        address: addressOf(contract.name),
        data,
        value: contract.value,
        fingerprint: identity.fingerprint,
        creationHash: identity.creationHash,
        abiHash: abiHashOf(contract.artifact.abi),
        arguments: values.map(asJson),
        libraries: librariesOf(contract, addressOf),
        names: contractsOf(contract).map(addressOf),
        replaces: scene.recorded(contract),
    };
}
/** By the names that the set gives them now. */
function librariesOf({ libraries }, addressOf) {
    return Object.fromEntries([...libraries.values()].map((name) => [name, addressOf(name)]));
}
function keepStep(contract, known, { observed, addressOf, decisions, ...scene }) {
    const before = scene.recorded(contract);
    const { recorded, source, isPending } = known;
    const isSame = creationIdentity(contract, addressOf, observed.deployer).creationHash === recorded.creationHash;
    const reasons = [
        isSame ? reasonToKeep(known) : 'only its metadata changed: kept',
        ...(recorded.name === contract.name
            ? []
            : [
                decisions.contracts.unsaid.has(contract.name)
                    ? `if it is ${recorded.name}`
                    : `it was ${recorded.name} so far`,
            ]),
    ];
    return {
        kind: 'keep',
        contract: contract.name,
        reason: reasons.join('; '),
        address: recorded.address,
        ...(before !== undefined && { before }),
        known: { ...recorded, name: contract.name, libraries: librariesOf(contract, addressOf) },
        source,
        isPending,
    };
}
function reasonToKeep({ source, isPending }) {
    if (isPending)
        return 'logged by an unfinished run, not mined yet';
    return source === 'record'
        ? 'unchanged, its code is on the chain'
        : 'created by an unfinished run, its code is proved';
}
function callStep(call, { reason, behind }, layer, scene) {
    const { addressOf, observed } = scene;
    return {
        kind: 'call',
        ...bytesOf(call, scene),
        title: titleOfCall(call),
        reason,
        layer,
        nonce: scene.nonceOf(call),
        value: call.value,
        names: contractsOfCall(call).map(addressOf),
        until: call.until && resolvePredicate(call.until, addressOf, observed.deployer),
        isOneShot: call.isOneShot,
        ...(behind !== undefined && { behind }),
        ...(call.path && { path: call.path }),
    };
}
function skipStep(call, { reason, known }, scene) {
    const { predicate: _, ...recorded } = known?.recorded ?? { ...bytesOf(call, scene), value: String(call.value) };
    return {
        kind: 'skip',
        contract: call.contract,
        title: titleOfCall(call),
        function: (0,json_abi/* signatureOf */.yK)(call.entry),
        reason,
        known: {
            ...recorded,
            contract: call.contract,
            function: (0,json_abi/* signatureOf */.yK)(call.entry),
            ...(call.until === undefined ? {} : { predicate: call.until.text }),
        },
        until: call.until && resolvePredicate(call.until, scene.addressOf, scene.observed.deployer),
        isPending: known?.isPending ?? false,
    };
}
function bytesOf(call, { addressOf, observed }) {
    const values = call.arguments.map((value) => (0,typed_value/* resolveValue */.g$)(value, addressOf, observed.deployer));
    return {
        contract: call.contract,
        function: (0,json_abi/* signatureOf */.yK)(call.entry),
        target: addressOf(call.contract),
        calldata: (0,encode/* encodeCall */.DC)(call.entry, values),
    };
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan.js





const lenient = { strict: false };
/**
 * The predicates that have to be read from the chain before {@link planMigration}; asked again with the answers, until
 * there are none. Nearly always one round: an answer can lead to another contract of the chain, which is asked then.
 */
function predicatesToRead(set, observed, options = lenient) {
    const reads = plan_decisions_decide(set, observed, options).calls.unread;
    return [...new Map(reads.map((read) => [read.key, read])).values()];
}
/**
 * The steps that lead from what is known of the chain to what the set wants: pure, so that plan and apply agree. Addresses
 * follow from the deployer's nonces before anything is sent; they stand in the creation code of what names them, so that
 * a changed contract changes the fingerprint of every dependent by itself.
 */
function planMigration(set, observed, options = lenient) {
    const decisions = plan_decisions_decide(set, observed, options);
    const [unread] = decisions.calls.unread;
    if (unread !== undefined)
        throw new Error(`the predicate at ${unread.key} was not read before planning`);
    const steps = planSteps(set, decisions, observed);
    return {
        steps,
        digest: (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)(essenceOf(steps, observed))),
        refusals: refusalsOf(set, decisions),
        notices: noticesOf(set, decisions, observed),
    };
}

;// CONCATENATED MODULE: ./src/contracts/plan/approval.js







/**
 * Only the approved plan is carried out, or what is left of it: a run that was cut off has changed what its successor
 * finds, and so the plan, but not what was approved. What stands elsewhere than it was approved is another contract.
 * @throws UserError that says what is other, and what to do.
 */
function requireApproved(seen, input) {
    const approved = input.options?.approvedPlan;
    const { plan, ledger } = seen;
    if (approved === undefined || approved === plan.digest)
        return;
    const own = ledger.slots.filter(({ scope }) => scope === input.scope);
    const begun = own.length > 0 ? replan(beforeAll(own, seen), input) : undefined;
    if (begun?.digest !== approved) {
        throw new errors/* UserError */.yo(`the plan is ${plan.digest}, but the approved one is ${approved}: ${whyOther(seen, input)}. Nothing is sent, and nothing is lost. Run with mode plan, look at that plan and approve it`);
    }
    const effects = new Set(begun.steps.filter(isSending).map(approval_keyOf));
    const [other] = plan.steps.filter(isSending).filter((step) => !effects.has(approval_keyOf(step)));
    if (other === undefined)
        return;
    throw new errors/* UserError */.yo(`what is left of the approved plan ${approved} would not be what was approved: ${whyMoved(own, seen)}, so ${describeOther(other)}. Nothing more is sent, and nothing is lost: what is mined stays in the journal and is kept. Run with mode plan, look at that plan and approve it (now ${plan.digest})`);
}
function approval_keyOf(step) {
    return (0,canonical_json/* canonicalJson */.d)(effectOf(step));
}
function describeOther(step) {
    return step.kind === 'create'
        ? `${step.contract} would be created at another address`
        : `${titleOf(step)} would be made with other bytes`;
}
/** What came between a plan that was begun and its end. */
function whyMoved(own, { ends }) {
    for (const { nonce } of own) {
        const end = ends.get(nonce);
        if (end?.kind === 'foreign') {
            return `another transaction of the deployer (${end.hash}) has taken nonce ${nonce}`;
        }
    }
    return 'not all of what was sent of it has become what it was to be';
}
/** As many transactions of others are looked for: each is a plan more to be made. */
const mostForeign = 8;
function whyOther({ plan, observed }, input) {
    const approved = input.options?.approvedPlan;
    for (let count = 1; count <= Math.min(mostForeign, observed.nonce); count++) {
        if (replan({ ...observed, nonce: observed.nonce - count }, input)?.digest !== approved)
            continue;
        const what = plan.steps.some(({ kind }) => kind === 'create')
            ? 'everything would be created at another address'
            : 'its calls would have other nonces';
        return `the deployer has sent ${(0,counted/* counted */.h)(count, 'transaction')} since, so that ${what}; nothing else has changed`;
    }
    return 'something has changed since';
}
/** What was seen before the unfinished runs of this scope had logged anything. */
function beforeAll(own, { plan, observed }) {
    const hashes = new Set(own.flatMap(hashesOf));
    // What a logged call was made for was not so yet.
    const since = new Set(plan.steps.flatMap((step) => step.kind === 'skip' && step.until !== undefined && hashes.has(step.known.transaction)
        ? [readOf(step.until).key]
        : []));
    return {
        ...observed,
        nonce: Math.min(...own.map(({ nonce }) => nonce)),
        contracts: observed.contracts.filter(({ source }) => source === 'record'),
        calls: observed.calls.filter(({ source }) => source === 'record'),
        lostCalls: [],
        predicates: new Map([...observed.predicates].map(([key, answer]) => [key, since.has(key) ? undefined : answer])),
    };
}
/** Undefined where more would have to be read for it. */
function replan(observed, { set, options }) {
    const planOptions = { strict: options?.strict ?? false };
    return predicatesToRead(set, observed, planOptions).length > 0
        ? undefined
        : planMigration(set, observed, planOptions);
}

;// CONCATENATED MODULE: ./src/contracts/chain/believe-miss.js

/** Pools of nodes behind one address answer from another node each time, some of them seconds behind. */
const defaultMissRule = { misses: 4, overMs: 6_000 };
function createMissLedger(rule, endpoints, clock) {
    const noted = new Map();
    return {
        miss(key, endpoint) {
            const now = clock.now();
            const seen = noted.get(key) ?? [];
            const { count = 0, first = now } = seen[endpoint] ?? {};
            seen[endpoint] = { count: count + 1, first, last: now };
            noted.set(key, seen);
        },
        hit: (key) => void noted.delete(key),
        isBelieved(key) {
            const seen = noted.get(key) ?? [];
            return Array.from({ length: endpoints }, (_, endpoint) => seen[endpoint]).every((misses) => misses !== undefined && misses.count >= rule.misses && misses.last - misses.first >= rule.overMs);
        },
    };
}
/**
 * Reads what an absence of may not be believed at once: a receipt, a nonce that is known to be used, code where the
 * record has some, a block. Every endpoint is asked at once, round after round, for what is still missing. The first
 * answer from any endpoint that isn't a miss is the answer; a miss is one only when the rule is fulfilled.
 * @param first answers that the caller has already, from the first endpoint: what isn't missing in them isn't asked at all.
 * @throws RemoteError when an endpoint can't be asked, because then nobody knows what it would have said.
 */
async function readBelieved({ chain, clock, signal }, reads, isMiss, rule = defaultMissRule, first = []) {
    const ledger = createMissLedger(rule, chain.endpoints, clock);
    const seen = new Map();
    const failures = Array.from({ length: chain.endpoints }, () => []);
    const note = (index, endpoint, answer) => {
        if (seen.get(index)?.isThere === true)
            return;
        const isThere = !isMiss(answer, index);
        seen.set(index, { answer, isThere });
        if (!isThere)
            ledger.miss(String(index), endpoint);
    };
    for (const [index, answer] of first.entries())
        note(index, 0, answer);
    for (let round = 0;; round++) {
        const open = reads.flatMap((read, index) => seen.get(index)?.isThere === true || ledger.isBelieved(String(index)) ? [] : { read, index });
        if (open.length === 0)
            return reads.map((_, index) => seen.get(index).answer);
        requireAllHeard(failures, rule);
        if (round > 0 || first.length > 0)
            await clock.sleep(pauseOf(rule), signal);
        const wanted = open.map(({ read }) => read);
        const found = await Promise.allSettled(failures.map((_, endpoint) => chain.read(wanted, signal, endpoint)));
        signal.throwIfAborted();
        for (const [endpoint, outcome] of found.entries()) {
            if (outcome.status === 'rejected')
                failures[endpoint]?.push(outcome.reason);
            else
                for (const [at, { index }] of open.entries())
                    note(index, endpoint, outcome.value[at]);
        }
    }
}
/** Rounded up, so that the last miss is not a moment too early. */
function pauseOf({ misses, overMs }) {
    return Math.ceil(overMs / Math.max(misses - 1, 1));
}
function requireAllHeard(failures, { misses }) {
    for (const failed of failures) {
        const last = failed.at(-1);
        if (last === undefined)
            continue;
        if (!(last instanceof errors/* RemoteError */.Hi))
            throw last;
        if (failed.length < misses)
            continue;
        throw new errors/* RemoteError */.Hi(`something that should be on the chain is missing, which is not believed before every node was heard: ${last.message}`);
    }
}

;// CONCATENATED MODULE: ./src/contracts/sending/check-predicates.js






/** What the calls among the steps were made for, in their order. */
function predicateReads(steps, deployer) {
    return checksOf(steps).map(({ until }) => questionOf(until, deployer));
}
/**
 * What a call was made for has to be so, now that it is mined.
 * @param first what was answered since it was seen mined.
 */
async function requirePredicates(wait, steps, first = []) {
    const checks = checksOf(steps);
    if (checks.length === 0)
        return;
    // A node that lags behind doesn't know of the call yet.
    const answers = await readBelieved(wait, predicateReads(steps, wait.deployer), (answer, index) => !holds(checks[index]?.until, answer), defaultMissRule, first);
    const unmet = checks.flatMap(({ step, until }, index) => {
        const seen = outputOf(answers[index]);
        return predicateHolds(until, seen) ? [] : [describeUnmetCall(step, until, seen)];
    });
    if (unmet.length > 0)
        throw new errors/* RemoteError */.Hi(`${unmet.join('\n')}\nNo record is written`);
}
/**
 * A call that was left out because its predicate was true can have come undone by one that was made: then it is to be made
 * after all.
 * @throws PlanAgain when one has.
 */
async function requireStillTrue(wait, { steps }) {
    const made = new Set(steps.flatMap((step) => (step.kind === 'call' ? [step.target] : [])));
    const left = steps.flatMap((step) => step.kind === 'skip' &&
        !step.isPending &&
        step.until !== undefined &&
        (made.has(step.until.target) || made.has(step.known.target))
        ? [{ step, until: step.until }]
        : []);
    if (left.length === 0)
        return;
    const answers = await readBelieved(wait, left.map(({ until }) => questionOf(until, wait.deployer)), (answer, index) => !holds(left[index]?.until, answer));
    const undone = left.find(({ until }, index) => !holds(until, answers[index]));
    if (undone === undefined)
        return;
    const { step, until } = undone;
    const seen = outputOf(answers[left.indexOf(undone)]);
    throw new PlanAgain(`${step.contract}.${step.function} was left out, but a call that was made has undone it: ${describeUnmet(until, seen)}`);
}
function questionOf({ target, calldata }, deployer) {
    return (0,chain_reads/* callOf */.C8)({ from: deployer, to: target, data: calldata });
}
function holds(until, answer) {
    return until !== undefined && predicateHolds(until, outputOf(answer));
}
function checksOf(steps) {
    return steps.flatMap((step) => step.kind === 'call' && step.until !== undefined ? [{ step, until: step.until }] : []);
}
function outputOf(answer) {
    return answer?.kind === 'output' ? answer.data : undefined;
}
function describeUnmetCall(step, until, seen) {
    return `${titleOf(step)} was mined, but what it was made for is not so: ${describeUnmet(until, seen)}`;
}

;// CONCATENATED MODULE: ./src/contracts/sending/chain-wait.js


/** All nonces below are mined, or wait in the node's pool without a gap. */
async function readPendingNonce({ chain, deployer, signal }) {
    const [nonce] = await chain.read([(0,chain_reads/* transactionCount */.kY)(deployer, 'pending')], signal);
    return nonce;
}
const sayStillAfterMs = 15_000;
/** Watches the chain during one wait. */
function watchBlocks({ chain, deployer, clock, log, deadline, pollMs, pace, signal }) {
    let lastBlock = -1;
    let lastBlockAt = clock.now();
    let lastSaidAt = clock.now();
    /** What the last look at both has shown, and how many looks at the block alone came after it. */
    let known;
    pace.begin(clock.now());
    /** @returns whether there is a new block, too. */
    async function look(reads) {
        const wanted = pace.wantedBlock();
        const older = wanted === undefined ? [] : [(0,chain_reads/* ifTold */.pN)((0,chain_reads/* blockHeaderIfThere */.ml)(wanted))];
        const sentAt = clock.now();
        const answers = await chain.read([(0,chain_reads/* blockHeader */.$6)('latest'), ...older, ...reads], signal);
        const newest = answers[0];
        const isNew = pace.note({ sentAt, answeredAt: clock.now(), number: newest.number, timeSeconds: newest.timeSeconds }, older.length === 0 ? undefined : answers[1]);
        return { newest, isNew, answers: answers.slice(1 + older.length) };
    }
    /**
     * The deployer's nonce is one with its block: while there is no new one, half the calls are enough. Where the way is long, a
     * trip is worth more than a call.
     */
    async function lookForProgress() {
        const count = (0,chain_reads/* transactionCount */.kY)(deployer, 'latest');
        const sentAt = clock.now();
        // Behind a load balancer the nonce may have been an older node's: it is asked for again now and then.
        if (known !== undefined && known.tripMs < pollMs / 4 && ++known.looks % 4 !== 0) {
            const { newest } = await look([]);
            if (newest.hash === known.hash)
                return { newest, nonce: known.nonce };
            const [nonce] = await chain.read([count], signal);
            known = { ...known, hash: newest.hash, nonce };
            return { newest, nonce };
        }
        const { newest, answers } = await look([count]);
        known = { hash: newest.hash, nonce: answers[0], tripMs: clock.now() - sentAt, looks: 0 };
        return { newest, nonce: answers[0] };
    }
    return {
        look,
        async progress() {
            const { newest, nonce } = await lookForProgress();
            const { number, hash, timeSeconds, baseFee, gasLimit, gasUsed } = newest;
            const gasLeft = gasLimit - gasUsed;
            return { block: number, blockHash: hash, timeSeconds, baseFee, gasLimit, gasLeft, nonce };
        },
        note(block, state) {
            const now = clock.now();
            if (block !== lastBlock) {
                lastBlock = block;
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
        },
        async sleepUntilDue() {
            const newest = pace.regularSince();
            if (newest !== undefined)
                await sleep(1);
            return newest;
        },
        sleep,
    };
    async function sleep(blocks = 1) {
        for (;;) {
            const { at, isGlance } = pace.next(blocks);
            const now = clock.now();
            // A moment for the node in any case.
            await clock.sleep(Math.max(Math.min(at, deadline) - now, pollMs / 4), signal);
            if (!isGlance || clock.now() >= deadline)
                return;
            const { isNew } = await look([]);
            if (isNew)
                return;
        }
    }
}

;// CONCATENATED MODULE: ./src/contracts/sending/confirm.js




/** About how far a block that is `safe` or `finalized` lies back. */
const commonDistance = 64;
/**
 * Waits, once for all of them, until these blocks have the wanted confirmations, and looks whether they are still the same.
 * @param seen blocks that were just looked at, all of them when everything was mined.
 * @returns the last of them.
 * @throws PlanAgain when the chain was reorganised.
 */
async function confirmBlocks(wait, blocks, confirmations, seen = []) {
    const marks = eachOnce(blocks);
    const last = marks.reduce((high, mark) => (high && high.number > mark.number ? high : mark), undefined);
    if (last === undefined)
        return undefined;
    if (confirmations === 1 && marks.every(({ hash }) => seen.some((block) => block.hash === hash)))
        return last;
    const watch = watchBlocks(wait);
    for (;;) {
        const { newest, answers: found } = await watch.look(marks.map(({ number }) => (0,chain_reads/* blockHeaderIfThere */.ml)(number)));
        const latest = newest.number;
        for (const [index, header] of found.entries()) {
            if (header !== undefined)
                requireSame(marks[index], header.hash);
        }
        const isThere = found.every((header) => header !== undefined);
        const reached = typeof confirmations === 'number' ? latest - confirmations + 1 : await taggedBlock(wait, confirmations);
        if (isThere && reached !== undefined && reached >= last.number)
            return last;
        watch.note(latest, () => typeof confirmations === 'number'
            ? `${Math.max(latest - last.number + 1, 0)} of ${confirmations} confirmations`
            : `block ${last.number} is not ${confirmations} yet (the last that is: ${reached ?? 'none'})`);
        const wanted = last.number + (typeof confirmations === 'number' ? confirmations - 1 : commonDistance);
        await watch.sleep(isThere ? Math.max(wanted - latest, 1) : 0);
    }
}
function eachOnce(blocks) {
    return [...new Map(blocks.map((mark) => [`${mark.number} ${mark.hash}`, mark])).values()];
}
/** @throws PlanAgain when the chain no longer has these blocks. */
async function requireSameBlocks({ chain, signal }, marks) {
    const each = eachOnce(marks);
    const found = await chain.read(each.map(({ number }) => (0,chain_reads/* blockHeaderIfThere */.ml)(number)), signal);
    for (const [index, header] of found.entries())
        requireSame(each[index], header?.hash);
}
function requireSame(mark, hash) {
    if (hash === mark?.hash)
        return;
    throw new PlanAgain(`block ${mark?.number}, which had transactions of this run, is ${hash === undefined ? 'gone' : 'another one now'}: the chain was reorganised`);
}
/** Undefined while there is none: nodes say so with an error. */
async function taggedBlock({ chain, signal }, tag) {
    try {
        const [header] = await chain.read([(0,chain_reads/* blockHeaderIfThere */.ml)(tag)], signal);
        return header?.number;
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof errors/* RemoteError */.Hi)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/contracts/proof/expected-code.js

/**
 * @param addresses of the libraries, by their names in the set.
 * @returns undefined when the artifact doesn't tell, or not enough.
 */
function expectedCode({ artifact, libraries }, addresses) {
    const { deployedCode = '', immutableReferences } = artifact;
    const linked = [...libraries].reduce((code, [placeholder, library]) => code.replaceAll(placeholder, addresses[library]?.slice(2) ?? placeholder), deployedCode);
    if (!/^(?:[0-9a-fA-F]{2})+$/.test(linked))
        return undefined;
    const code = Buffer.from(linked, 'hex');
    return { code, immutables: immutableReferences ?? zerosPushed(code) };
}
/** Compares outside of the immutables. A library's own address, which guards it against calls (not delegated), is known. */
function compareMasked(expected, seen, address) {
    if (expected.code.length !== seen.length)
        return { kind: 'length' };
    const [wanted, found] = [withOwnAddress(expected.code, address), Uint8Array.from(seen)];
    for (const { start, length } of expected.immutables) {
        wanted.fill(0, start, start + length);
        found.fill(0, start, start + length);
    }
    const at = firstDifference(wanted, found);
    if (at === undefined)
        return { kind: 'equal' };
    const blank = firstDifference(blankMetadata(wanted), blankMetadata(found));
    return blank === undefined ? { kind: 'metadata' } : { kind: 'different', at: blank };
}
/** The first byte that differs in two codes of one length. */
function firstDifference(expected, seen) {
    if (Buffer.compare(expected, seen) === 0)
        return undefined;
    const at = expected.findIndex((byte, index) => byte !== seen[index]);
    return at < 0 ? expected.length : at;
}
const push32 = 0x7f;
const zeros = Buffer.alloc(32);
/** Formats without references: solc leaves each place of an immutable as PUSH32 of zeros, and pushes no other zero so. */
function zerosPushed(code) {
    const found = [];
    for (let at = code.indexOf(zeros, 1); at >= 0; at = code.indexOf(zeros, at + 1)) {
        if (code[at - 1] === push32)
            found.push({ start: at, length: 32 });
    }
    return found;
}
/** PUSH20 of zeros, then ADDRESS: the first bytes of every library with external functions. */
function withOwnAddress(code, address) {
    const filled = Uint8Array.from(code);
    const isGuard = code[0] === 0x73 && code.subarray(1, 21).every((byte) => byte === 0) && code[21] === 0x30;
    if (isGuard)
        filled.set(Buffer.from(address.slice(2), 'hex'), 1);
    return filled;
}

// EXTERNAL MODULE: ./src/contracts/sending/code-hashes.js
var code_hashes = __webpack_require__(35723);
;// CONCATENATED MODULE: ./src/contracts/proof/evidence.js


function openEvidence(creation) {
    return {
        creation,
        codeHash: undefined,
        code: undefined,
        proved: undefined,
        outputs: [],
        variants: [],
        failure: undefined,
    };
}
/** True while a further look can change the verdict. */
function isOpen({ proved, codeHash, outputs }) {
    return proved === undefined && codeHash !== undefined && outputs.length === 0;
}
function addOutput(evidence, method, output) {
    const comparison = compareCode(bytes(output), bytes(evidence.code ?? '0x'));
    if (comparison === 'equal')
        evidence.proved = { method, verdict: 'exact' };
    else if (comparison === 'metadata')
        evidence.proved = { method, verdict: 'metadata-differs' };
    else
        evidence.outputs.push(output);
}
function judge(evidence) {
    const { creation, codeHash, code = '0x', proved, outputs } = evidence;
    const { contract, address } = creation;
    const proof = { contract, address, codeHash, method: undefined };
    if (codeHash === undefined)
        return { ...proof, verdict: 'different', detail: 'there is no code' };
    if (proved !== undefined) {
        const detail = proved.verdict === 'exact' ? undefined : 'only its metadata is other than that of what was created';
        return { ...proof, ...proved, detail };
    }
    const [first] = outputs;
    // Nothing but what was written decides how long a code is; its immutables may follow from when and where it was run.
    if (first !== undefined && outputs.every((output) => output.length !== code.length)) {
        return { ...proof, verdict: 'different', detail: describeDifference(bytes(first), bytes(code)) };
    }
    const at = certainDifference(evidence, bytes(code));
    if (at !== undefined) {
        return { ...proof, verdict: 'different', detail: describeDifference(bytes(first ?? '0x'), bytes(code), at) };
    }
    return { ...proof, ...judgeMasked(evidence, bytes(code)) };
}
/** As far as one value can reach to both sides of a byte of it. */
const wordReach = 31;
/**
 * The first byte that differs from what every run gives, however it is varied. Where the runs differ near it from each
 * other, the constructor keeps something that can't be told again, such as what its sender owned at that moment.
 */
function certainDifference({ outputs, variants }, seen) {
    const [first, ...others] = [...outputs, ...variants].map(bytes);
    if (first === undefined || variants.length === 0 || first.length !== seen.length)
        return undefined;
    const isSteady = (at) => {
        const [start, end] = [Math.max(at - wordReach, 0), at + wordReach + 1];
        return others.every((other) => other.subarray(start, end).equals(first.subarray(start, end)));
    };
    const at = seen.findIndex((byte, index) => byte !== first[index] && isSteady(index));
    return at < 0 ? undefined : at;
}
function judgeMasked({ creation: { expected, address }, outputs, failure }, seen) {
    const because = failure === undefined ? '' : ` (${failure})`;
    if (expected === undefined) {
        const detail = `its creation code could not be run again as it was${because}, and its artifact doesn't tell what code it leaves`;
        return { verdict: 'unproved', method: undefined, detail };
    }
    const comparison = compareMasked(expected, seen, address);
    if (comparison.kind === 'length' || comparison.kind === 'different') {
        const detail = describeDifference(expected.code, seen, comparison.kind === 'different' ? comparison.at : undefined);
        return { verdict: 'different', method: undefined, detail };
    }
    const runs = outputs.map(bytes).filter((output) => output.length === seen.length);
    const open = expected.immutables.filter(({ start, length }) => {
        const end = start + length;
        return !runs.some((output) => output.subarray(start, end).equals(seen.subarray(start, end)));
    });
    if (open.length > 0) {
        const size = open.reduce((sum, { length }) => sum + length, 0);
        const detail = `${size} of its ${seen.length} bytes are immutables that could not be computed again${because}; the first is at byte ${open[0]?.start}`;
        return { verdict: 'unproved', method: undefined, detail };
    }
    return comparison.kind === 'equal'
        ? { verdict: 'exact', method: 'masked', detail: undefined }
        : { verdict: 'metadata-differs', method: 'masked', detail: 'only its metadata is other than its artifact’s' };
}
function describeDifference(expected, seen, knownAt) {
    if (expected.length !== seen.length) {
        return `expected ${expected.length} bytes of code, the chain has ${seen.length}`;
    }
    const at = knownAt ?? firstDifference(expected, seen);
    return `expected other code of the same length; the first difference is at byte ${at}`;
}
function bytes(code) {
    return Buffer.from(code.slice(2), 'hex');
}

;// CONCATENATED MODULE: ./src/contracts/proof/replay.js




/** A sender of its own: the deployer can't send while the executor's code lies over its account. */
const replay_caller = (0,address/* parseAddress */.o)('0x00000000000000000000000000000000006b6470');
function replaysOf(creations) {
    const byBlock = new Map();
    for (const creation of [...creations].sort((a, b) => a.nonce - b.nonce)) {
        const sameBlock = byBlock.get(creation.block);
        if (sameBlock === undefined)
            byBlock.set(creation.block, [creation]);
        else
            sameBlock.push(creation);
    }
    return [...byBlock.values()];
}
/**
 * Does all of it again in one call, on the state before the block: each creation at its own address, after what those
 * before it have written, where nothing that its constructor creates is in its way yet. Gives the hash of each code, fewer
 * where it came no further, undefined where the node could not run it at all.
 * @param as which block it runs, with its time where that is known; undefined for a node that takes no such override.
 * Without them only a code that keeps the number or time of its block comes out different.
 */
function replayRead(deployer, creations, as) {
    const [{ block, nonce }] = creations;
    const steps = creations.map((creation, index) => ({
        ...creation,
        bumps: creation.nonce - (creations[index - 1]?.nonce ?? nonce - 1) - 1,
    }));
    const limits = creations.reduce((sum, { gasLimit }) => sum + gasLimit, 0n);
    const { method, params, parse } = (0,chain_reads/* callOf */.C8)({
        from: replay_caller,
        to: deployer,
        data: '0x',
        // A creation by a contract leaves it a 64th of what gas there is.
        gas: limits + limits / 32n + 1000000n,
        block: block - 1,
        ...(as && { blockOverride: as }),
        accounts: new Map([[deployer, { code: executorCode(steps), nonce }]]),
    });
    return {
        method,
        params,
        parse(answer) {
            const outcome = parse(answer);
            if (outcome.kind !== 'output')
                return undefined;
            return decodeSteps(outcome.data).flatMap(({ isSuccess, codeHash }) => (isSuccess ? [codeHash] : []));
        },
    };
}

;// CONCATENATED MODULE: ./src/contracts/proof/creation-call.js


const empty = { code: '0x', nonce: 0, balance: 0n, isStorageEmpty: true };
/**
 * The creation alone, run again at its own address as if nothing were there yet, in the state after its block. A node runs
 * what is asked of a block as that block; only where it has forgotten the block's state it must be told on the newest one.
 */
function creationAgain(deployer, { address, nonce, data, value, gasLimit, block }, newest) {
    const sender = { nonce, ...(value === 0n ? {} : { balance: value }) };
    return {
        from: deployer,
        data,
        value,
        gas: gasLimit,
        ...(newest === undefined ? { block } : { blockOverride: { number: block, timeSeconds: newest.timeSeconds } }),
        accounts: new Map([
            [deployer, sender],
            ...[address, ...(newest?.children ?? [])].map((where) => [where, empty]),
        ]),
    };
}
/** Without overrides: it comes out as if at the deployer's next address. */
function creationElsewhere(deployer, { data, value, gasLimit }) {
    return { from: deployer, data, value, gas: gasLimit };
}
/** What came out at another address, as it would have at its own: codes keep their address, and those of what they create. */
function movedTo(code, from, to, children) {
    const addresses = [[from, to]];
    for (let child = 1; child <= children; child++)
        addresses.push([createAddress(from, child), createAddress(to, child)]);
    return addresses.reduce((moved, pair) => moved.replaceAll(...pair.map((one) => one.slice(2).toLowerCase())), code);
}
const mostChildren = 100;
/**
 * Every contract that each has created by CREATE, and what those have created: they are in the way of doing it again. What
 * stands where CREATE2 puts it can't be told so.
 */
async function childrenOf(chain, parents, signal) {
    const found = parents.map(() => []);
    let generation = parents.map((one, of) => ({ one, of }));
    while (generation.length > 0) {
        const nonces = await chain.read(generation.map(({ one }) => (0,chain_reads/* transactionCount */.kY)(one, 'latest')), signal);
        const next = generation.flatMap(({ one, of }, index) => Array.from({ length: Math.min(Math.max((nonces[index] ?? 1) - 1, 0), mostChildren) }, (_, child) => ({
            one: createAddress(one, child + 1),
            of,
        })));
        generation = next.filter(({ of }) => (found[of]?.length ?? 0) < mostChildren);
        for (const { one, of } of generation)
            found[of]?.push(one);
    }
    return found;
}

;// CONCATENATED MODULE: ./src/contracts/proof/run-again.js




/** Each creation alone in the state after its block, in one batch with the codes to compare with. */
async function runAtItsBlock({ chain, deployer, signal }, open) {
    const answers = await chain.read([
        ...open.map(({ creation }) => (0,chain_reads/* codeAt */.LT)(creation.address)),
        ...open.map(({ creation }) => (0,chain_reads/* callOf */.C8)(creationAgain(deployer, creation))),
    ], signal);
    for (const [index, evidence] of open.entries()) {
        const [code, answer] = [answers[index], answers[open.length + index]];
        if (typeof code !== 'string' || typeof answer !== 'object')
            continue;
        evidence.code = code;
        if (answer.kind === 'output')
            addOutput(evidence, 'creation', answer.data);
        else
            evidence.failure = answer.message;
    }
}
/**
 * For those that could not be run there: the constructor's own creations are in its way, or the node has forgotten the
 * block, or takes no overrides. In the newest state, with all of that out of the way; and as if it were created now.
 */
async function runElsewhere(ports, open, times) {
    const { chain, deployer, signal } = ports;
    if (open.length === 0)
        return;
    const unknown = [...new Set(open.map(({ creation }) => creation.block))].filter((block) => !times.has(block));
    const [nonce, ...headers] = await chain.read([(0,chain_reads/* transactionCount */.kY)(deployer, 'latest'), ...unknown.map(chain_reads/* blockHeaderIfThere */.ml)], signal);
    const next = createAddress(deployer, nonce);
    const timeOf = (block) => times.get(block) ?? headers[unknown.indexOf(block)]?.timeSeconds;
    const parents = open.map(({ creation }) => creation.address);
    const children = await childrenOf(chain, parents, signal);
    const answers = await chain.read(open.flatMap(({ creation }, index) => {
        const newest = { timeSeconds: timeOf(creation.block), children: children[index] ?? [] };
        return [(0,chain_reads/* callOf */.C8)(creationAgain(deployer, creation, newest)), (0,chain_reads/* callOf */.C8)(creationElsewhere(deployer, creation))];
    }), signal);
    for (const [index, evidence] of open.entries()) {
        const [inPlace, elsewhere] = [answers[index * 2], answers[index * 2 + 1]];
        if (inPlace?.kind === 'output')
            addOutput(evidence, 'creation', inPlace.data);
        // What came out in its own place and block says more than what came out now.
        if (inPlace?.kind === 'output' || elsewhere?.kind !== 'output')
            continue;
        const count = children[index]?.length ?? 0;
        addOutput(evidence, 'elsewhere', movedTo(elsewhere.data, next, evidence.creation.address, count));
    }
}

;// CONCATENATED MODULE: ./src/contracts/proof/run-varied.js



/**
 * Where other code came out than the chain has: once more with the gas price and the deployer's ether of that moment, as
 * far as they can be told, and once in the state before the block with other ether and gas. What differs between the runs
 * is what the constructor keeps of them; only what none of it changes can be called wrong.
 */
async function runVaried({ chain, deployer, signal }, differing, times) {
    if (differing.length === 0)
        return;
    const blocks = [...new Set(differing.map(({ creation }) => creation.block))];
    const [headers, balances] = await Promise.all([
        chain.read(blocks.map((block) => (0,chain_reads/* ifTold */.pN)((0,chain_reads/* blockHeaderIfThere */.ml)(block))), signal),
        chain.read(blocks.map((block) => (0,chain_reads/* ifTold */.pN)((0,chain_reads/* balanceOf */._r)(deployer, block - 1))), signal),
    ]);
    const runs = differing.map(({ creation }) => {
        const at = blocks.indexOf(creation.block);
        const [header, balance] = [headers[at], balances[at]];
        const moment = {
            // Only the first transaction of a block finds all of it there: of another this is a guess, and proves nothing else.
            balance: balance ?? creation.value,
            gasPrice: creation.gasPrice ?? (header?.baseFee ?? 0n) + 1n,
            timeSeconds: times.get(creation.block) ?? header?.timeSeconds,
        };
        return [(0,chain_reads/* callOf */.C8)(asItWas(deployer, creation, moment)), (0,chain_reads/* callOf */.C8)(asItWasNot(deployer, creation, moment))];
    });
    const answers = await chain.read(runs.flat(), signal);
    for (const [index, evidence] of differing.entries()) {
        const [was, wasNot] = [answers[index * 2], answers[index * 2 + 1]];
        if (was?.kind === 'output' && evidence.creation.gasPrice !== undefined)
            addOutput(evidence, 'creation', was.data);
        if (was?.kind === 'output' && wasNot?.kind === 'output')
            evidence.variants.push(was.data, wasNot.data);
    }
}
function asItWas(deployer, creation, { balance, gasPrice }) {
    return { ...creationAgain(deployer, creation), gasPrice, accounts: owning(deployer, creation, balance) };
}
const otherEther = 123456789n;
const otherGas = 4321n;
function asItWasNot(deployer, creation, { timeSeconds }) {
    const { block, value, gasLimit } = creation;
    return {
        ...creationAgain(deployer, creation),
        gas: gasLimit + otherGas,
        block: block - 1,
        blockOverride: { number: block, timeSeconds },
        accounts: owning(deployer, creation, value + otherEther),
    };
}
function owning(deployer, creation, balance) {
    const { accounts = new Map() } = creationAgain(deployer, creation);
    return new Map([...accounts, [deployer, { ...accounts.get(deployer), balance }]]);
}

;// CONCATENATED MODULE: ./src/contracts/proof/prove-creations.js







/**
 * Proves each contract's code byte for byte, immutables included: its creation code is run again and must give what the
 * chain has. There are several ways, each only for what those before could not prove, so that whatever a node lacks there
 * is an answer. An equal code is proved whichever way it came about; only what is said of another depends on the way.
 * @param times of the blocks, in seconds, as far as they are known already.
 */
async function proveCreations(ports, creations, times = new Map()) {
    const all = creations.map(openEvidence);
    await replay(ports, all, times);
    await runAtItsBlock(ports, all.filter(isOpen));
    await runVaried(ports, all.filter(({ proved, outputs }) => proved === undefined && outputs.length > 0), times);
    await runElsewhere(ports, all.filter(isOpen), times);
    return all.map(judge);
}
/**
 * The first of these ways alone, which is one request: for a guess at the blocks, where all that follows would be wasted if
 * the guess is wrong.
 */
async function proveByReplay(ports, creations, times) {
    const all = creations.map(openEvidence);
    await replay(ports, all, times);
    return all.map(judge);
}
/** All blocks and all hashes in one batch. */
async function replay(ports, all, times) {
    const { chain, deployer, signal } = ports;
    const replays = replaysOf(all.map(({ creation }) => creation));
    const hashReads = (0,code_hashes/* codeHashReads */.Zy)(all.map(({ creation }) => creation.address));
    const asBlock = (creations) => {
        const [{ block }] = creations;
        return replayRead(deployer, creations, { number: block, timeSeconds: times.get(block) });
    };
    const answers = await chain.read([...hashReads, ...replays.map(asBlock)], signal);
    const hashes = answers.slice(0, hashReads.length);
    await noteHashes(ports, all, hashes.includes(undefined) ? [] : hashes.flatMap((part) => part ?? []));
    const refused = replays.filter((_, index) => answers[hashReads.length + index] === undefined);
    const plain = await chain.read(refused.map((creations) => replayRead(deployer, creations, undefined)), signal);
    const byCreation = new Map(all.map((evidence) => [evidence.creation, evidence]));
    for (const [index, creations] of replays.entries()) {
        const replayed = answers[hashReads.length + index] ?? plain[refused.indexOf(creations)] ?? [];
        for (const [at, creation] of creations.entries()) {
            const evidence = byCreation.get(creation);
            if (evidence?.codeHash === undefined || replayed[at] !== evidence.codeHash)
                continue;
            evidence.proved = { method: 'replay', verdict: 'exact' };
        }
    }
}
/** That there is no code at all is not believed of one answer: a node may be a block behind. */
async function noteHashes({ chain, clock, signal }, all, hashes) {
    for (const [index, evidence] of all.entries())
        evidence.codeHash = hashes[index];
    const missing = all.filter(({ codeHash }) => codeHash === undefined);
    const codes = await readBelieved({ chain, clock, signal }, missing.map(({ creation }) => (0,chain_reads/* codeAt */.LT)(creation.address)), (code) => code === '0x');
    for (const [index, evidence] of missing.entries())
        evidence.codeHash = (0,code_hashes/* hashOf */.qQ)(codes[index] ?? '0x');
}

;// CONCATENATED MODULE: ./src/contracts/proof/recorded-proofs.js

/**
 * Lets only those contracts through that may be used: proved, or unproved where the set allows it by name. What is
 * different on the chain is never allowed.
 * @returns what the record says of each, by its address.
 * @throws RemoteError that names every other one.
 */
function recordedProofs(proofs, allowsUnproved) {
    const usable = new Map();
    const failures = [];
    for (const { contract, address, codeHash, verdict, method, detail } of proofs) {
        if (codeHash !== undefined && verdict !== 'different' && (verdict !== 'unproved' || allowsUnproved(contract))) {
            usable.set(address, { codeHash, proof: verdict, ...(method && { method }) });
        }
        else
            failures.push(`${contract} at ${address}: ${detail}${verdict === 'unproved' ? advice(contract) : ''}`);
    }
    if (failures.length === 0)
        return usable;
    throw new errors/* RemoteError */.Hi(`the code on the chain is not proved, so nothing may use it:\n${failures.join('\n')}`);
}
const advice = (contract) => `. A node that takes state overrides in eth_call may prove more, but not of a constructor that leaves what its block or its payer had; allow-unproved: true at ${contract} in the contract set uses it as it is`;
/** What to say of proofs that are not exact, in a line each. */
function describeProofs(proofs) {
    return proofs.flatMap(({ contract, address, verdict, detail }) => verdict === 'exact' ? [] : [`${contract} at ${address} is used though its code is ${verdict}: ${detail}`]);
}

;// CONCATENATED MODULE: ./src/contracts/sending/prove-mined.js




/**
 * Proves what was mined, and says what is used though its proof is less than exact.
 * @param early what was proved already.
 * @throws RemoteError that names every contract whose code may not be used.
 */
async function proveMined(wait, set, creations, early) {
    if (creations.length === 0)
        return new Map();
    return usableOf(wait, set, early ?? (await proveAll(wait, set, creations)));
}
/**
 * The same for what an unfinished run has created. Other code is left out, and so created anew with what names it: the run
 * that created it has stopped, and nothing else would ever get it out of the journal.
 * @param creations all of them, because a block is run again as a whole; only the wanted are judged.
 */
async function proveLogged(wait, set, creations, isWanted) {
    if (!creations.some(({ address }) => isWanted(address)))
        return { usable: new Map(), lost: new Map() };
    const proofs = (await proveAll(wait, set, creations)).filter(({ address }) => isWanted(address));
    const lost = proofs.filter(({ verdict }) => verdict === 'different');
    for (const { contract, address, detail } of lost) {
        wait.log.warning(`${contract} at ${address}, created by an unfinished run, is not used: ${detail}`);
    }
    const others = proofs.filter((proof) => !lost.includes(proof));
    return {
        usable: usableOf(wait, set, others),
        lost: new Map(lost.map(({ address, codeHash }) => [address, codeHash === undefined ? 'none' : 'other'])),
    };
}
/** What the chain has of each of them; nothing is judged yet. */
function proveAll(wait, set, creations) {
    return proveCreations(wait, expecting(set, creations));
}
/**
 * The same for what is only guessed to be in these blocks, as far as one request goes.
 * @param times of the blocks, in seconds.
 */
function proveGuessed(wait, set, creations, times) {
    return proveByReplay(wait, expecting(set, creations), times);
}
function expecting(set, creations) {
    const prepared = new Map(set.contracts.map((contract) => [contract.name, contract]));
    return creations.map((creation) => {
        const contract = prepared.get(creation.contract);
        return { ...creation, expected: contract && expectedCode(contract, creation.libraries) };
    });
}
function usableOf({ log }, set, proofs) {
    const allowed = new Set(set.contracts.filter(({ allowsUnproved }) => allowsUnproved).map(({ name }) => name));
    const usable = recordedProofs(proofs, (contract) => allowed.has(contract));
    for (const line of describeProofs(proofs))
        log.warning(line);
    const exact = proofs.filter(({ verdict }) => verdict === 'exact').length;
    if (exact > 0)
        log.info(`The code of ${(0,counted/* counted */.h)(exact, 'contract')} is proved byte for byte`);
    return usable;
}

;// CONCATENATED MODULE: ./src/contracts/sending/slot.js
/** The block in which it was decided. */
function markOfEnd(end) {
    return markOf(end.kind === 'mined' ? end.receipt : end);
}
/** The block of a receipt. */
function markOf({ block, blockHash }) {
    return { number: block, hash: blockHash };
}

;// CONCATENATED MODULE: ./src/contracts/sending/together.js
/** Both at once; when one fails, the other is not gone on with. */
async function together(wait, work) {
    const stop = new AbortController();
    const stoppable = { ...wait, signal: AbortSignal.any([wait.signal, stop.signal]) };
    try {
        return await Promise.all([work[0](stoppable), work[1](stoppable)]);
    }
    finally {
        stop.abort(new Error('not needed any more'));
    }
}

;// CONCATENATED MODULE: ./src/contracts/sending/check-layer.js





/** Proves what was created, and looks whether calls have come to what they were made for. */
async function checkLayer(wait, set, { mined, early }) {
    const creations = mined.flatMap(({ step, receipt, gasLimit }) => step.kind === 'create' ? [{ ...step, gasLimit, block: receipt.block, gasPrice: receipt.gasPrice }] : []);
    const steps = mined.map(({ step }) => step);
    const checked = await early?.take();
    try {
        const [proofs] = await together(wait, [
            (both) => proveMined(both, set, creations, checked?.proofs),
            (both) => requirePredicates(both, steps, checked?.predicates),
        ]);
        return proofs;
    }
    catch (error) {
        wait.signal.throwIfAborted();
        // Of another block nothing of it says anything.
        await requireSameBlocks(wait, mined.map(({ receipt }) => markOf(receipt)));
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/contracts/sending/late-gas.js



/**
 * Cuts a layer where the gas of a step is not known and can't be estimated before steps of the same layer are mined. The
 * usual layer, of which all was simulated, stays whole. In the order of the nonces.
 */
function wavesOf(layer, { gasLimits }) {
    const waves = [];
    let touched = new Set();
    for (const step of layer) {
        const last = waves.at(-1);
        const touches = step.kind === 'create' ? [step.address, ...step.names] : [step.target, ...step.names];
        const mustWait = !gasLimits.has(step) && touches.some((address) => touched.has(address));
        if (last === undefined || mustWait) {
            waves.push([step]);
            touched = new Set();
        }
        else
            last.push(step);
        // What is created, and what a call changes, matters to those after it; that something is linked does not.
        for (const address of step.kind === 'create' ? [step.address] : touches)
            touched.add(address);
    }
    return waves;
}
/** The gas limits of a wave: those of the forecast, and for the rest an estimate on what is mined by now. */
async function gasLimitsNow(chain, deployer, wave, { gasLimits }, set, signal) {
    const unknown = wave.filter((step) => !gasLimits.has(step));
    const estimates = unknown.length === 0 ? [] : await estimateSteps(chain, deployer, unknown.map(asTransaction), signal);
    const limits = new Map(wave.flatMap((step) => entry(step, gasLimits.get(step))));
    const failures = [];
    for (const [index, step] of unknown.entries()) {
        const outcome = estimates[index];
        if (outcome?.kind === 'success')
            limits.set(step, outcome.gasLimit);
        else if (outcome?.kind === 'revert')
            failures.push(`${titleOf(step)} would revert: ${whyItReverts(outcome.data, step, set)}`);
        else
            failures.push(`the gas of ${titleOf(step)} can't be estimated: ${outcome?.kind === 'not-simulated' ? outcome.why : 'no answer'}`);
    }
    if (failures.length > 0) {
        throw new errors/* RemoteError */.Hi(`${failures.join('\n')}\nNothing of this layer is sent. What was created before is kept: mend the cause and run again`);
    }
    return limits;
}
function entry(step, limit) {
    return limit === undefined ? [] : [[step, limit]];
}

;// CONCATENATED MODULE: ./src/contracts/sending/believed-code.js



/**
 * The hashes of the codes that should be at these addresses. That one is gone is not believed at once: a node that lags
 * behind doesn't have it yet, and what is taken for gone is created again.
 * @param first what one answer has said already.
 */
async function readExpectedCode(wait, addresses, first) {
    if (addresses.length === 0)
        return new Map();
    const hashes = first ?? (await (0,code_hashes/* readCodeHashes */.IT)(wait.chain, addresses, wait.signal));
    const missing = addresses.filter((address) => !hashes.has(address));
    if (missing.length === 0)
        return hashes;
    const codes = await readBelieved(wait, missing.map(chain_reads/* codeAt */.LT), (code) => code === '0x', undefined, missing.map(() => '0x'));
    if (codes.every((code) => code === '0x'))
        return hashes;
    return new Map([...hashes, ...(await (0,code_hashes/* readCodeHashes */.IT)(wait.chain, missing, wait.signal))]);
}

;// CONCATENATED MODULE: ./src/contracts/sending/call-gate.js
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

;// CONCATENATED MODULE: ./src/contracts/sending/block-room.js
/** @param gasLimits by nonce; where one is unknown it counts as nothing. */
function createBlockRoom(gasLimits) {
    const gasOf = ({ nonce }) => gasLimits.get(nonce) ?? 0n;
    return {
        isFullFor: ([first], { gasLeft }) => first !== undefined && gasOf(first) > gasLeft,
        blocksFor(open, { gasLimit }) {
            const gas = open.reduce((sum, slot) => sum + gasOf(slot), 0n);
            return gas > gasLimit ? Math.ceil(Number(gas) / Number(gasLimit)) : 1;
        },
        nextOf(open, { gasLimit }) {
            let left = 2n * gasLimit;
            const end = open.findIndex((slot) => {
                left -= gasOf(slot);
                return left < 0n;
            });
            return end < 0 ? open : open.slice(0, Math.max(end, 1));
        },
    };
}

;// CONCATENATED MODULE: ./src/contracts/plan/describe-step.js
/** A logged transaction, for a person. */
function describeStep({ step }) {
    switch (step.kind) {
        case 'create':
            return `the creation of ${step.contract}`;
        case 'call':
            return `the call ${step.contract}.${step.function}`;
        case 'burn':
            return `the burn of the nonce of ${step.instead}`;
    }
}

;// CONCATENATED MODULE: ./src/contracts/transaction/raw-transaction.js


/** What a signed transaction offers for gas. @throws RangeError when the bytes are none. */
function feeOf(raw) {
    const { isTyped, fields } = fieldsOf(raw);
    return isTyped
        ? { kind: 'eip-1559', maxPriorityFeePerGas: integerField(fields[2]), maxFeePerGas: integerField(fields[3]) }
        : { kind: 'legacy', gasPrice: integerField(fields[1]) };
}
/** Reads a signed transaction, type 2 or legacy. @throws RangeError when the bytes are none. */
function decodeTransaction(raw) {
    const { isTyped, fields } = fieldsOf(raw);
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
        fee: feeOf(raw),
    };
}
function fieldsOf(raw) {
    const isTyped = raw.startsWith('0x02');
    const fields = (0,rlp/* decodeRlp */.Jr)(isTyped ? `0x${raw.slice(4)}` : raw);
    if (typeof fields === 'string')
        throw new RangeError('the bytes are no signed transaction');
    return { isTyped, fields };
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

;// CONCATENATED MODULE: ./src/contracts/sending/open-slots.js





/**
 * What became of the journal's open nonces, as far as one look tells. What the journal says of it holds only as long as
 * the chain still has the block that it speaks of.
 */
async function readEnds({ chain, signal }, { slots }, usedNonces) {
    const passed = slots.filter(({ nonce }) => nonce < usedNonces);
    const hashes = passed.flatMap(hashesOf);
    const replaced = passed.flatMap(({ outcome }) => (outcome?.outcome === 'replaced' ? [outcome] : []));
    const [receipts, headers] = await Promise.all([
        chain.read(hashes.map(chain_reads/* receiptOf */.W7), signal),
        chain.read(replaced.map(({ block }) => (0,chain_reads/* blockHeaderIfThere */.ml)(block)), signal),
    ]);
    const byHash = new Map(receipts.flatMap((receipt) => (receipt === undefined ? [] : [[receipt.hash, receipt]])));
    const ends = new Map();
    for (const { nonce, variants } of passed) {
        const logged = variants.find(({ hash }) => byHash.has(hash));
        const receipt = logged && byHash.get(logged.hash);
        if (logged !== undefined && receipt !== undefined)
            ends.set(nonce, { kind: 'mined', logged, receipt });
    }
    for (const [index, { nonce, hash, block, blockHash }] of replaced.entries()) {
        if (!ends.has(nonce) && headers[index]?.hash === blockHash)
            ends.set(nonce, { kind: 'foreign', hash, block, blockHash });
    }
    return ends;
}
/** Is it only there to use up its nonce? */
function isBurnt({ variants }) {
    return variants.at(-1)?.step.kind === 'burn';
}
/** No block takes it any more: its chain's blocks have become smaller than what it may use. Fees don't help there. */
function isTooLarge({ variants }, blockGasLimit) {
    const newest = variants.at(-1);
    return newest !== undefined && newest.step.kind !== 'burn' && (decode(newest)?.gasLimit ?? 0n) > blockGasLimit;
}
/** What the logged bytes do. @throws UserError when they are another transaction than the journal says, or none. */
function openLogged(logged) {
    const sent = decode(logged);
    if (sent?.hash === logged.hash && sent.nonce === logged.nonce)
        return sent;
    throw new errors/* UserError */.yo(`the journal contradicts itself at ${describeStep(logged)} (nonce ${logged.nonce}): its bytes are another transaction, or none. Nothing is sent`);
}
function decode({ raw }) {
    try {
        return decodeTransaction(raw);
    }
    catch (error) {
        if (error instanceof RangeError)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/contracts/sending/broadcast.js





/** Hands all variants of these to the chain's nodes, and notes with each what they say of it. */
async function broadcast(wait, slots, lowest) {
    // The newest variant first: the pool then refuses those that it replaces.
    const list = slots.flatMap((slot) => slot.variants.toReversed().map((logged) => ({ slot, logged })));
    if (list.length === 0)
        return { refusal: '', isPoolFull: false, wasLost: false, isToRetry: false };
    const answers = await wait.chain.send(list.map(({ logged }) => logged.raw), wait.signal);
    let refusal = '';
    let isPoolFull = false;
    let isToRetry = false;
    let wasLost = false;
    for (const slot of slots) {
        const own = answers.filter((_, index) => list[index]?.slot === slot);
        wasLost ||= slot.isSent && own[0]?.kind === 'accepted';
        const refused = own.flatMap((answer) => (answer.kind === 'refused' ? [answer] : []));
        const reasons = refused.map(({ reason }) => reason);
        slot.isSent = refused.length < own.length || reasons.includes('variant');
        slot.isTooCheap = !slot.isSent && reasons[0] === 'fee';
        slot.isUnclear = !slot.isSent && reasons[0] === 'unclear';
        const message = refused[0]?.message ?? '';
        if (slot.isSent)
            continue;
        const what = describeStep(slot.variants[0]);
        wait.log.debug(`the chain's node does not take ${what} yet: ${message}`);
        if (reasons[0] === 'pool' || slot.isUnclear)
            refusal ||= `its node does not take ${what} yet: ${message}`;
        isPoolFull ||= reasons[0] === 'pool';
        isToRetry ||= slot.isUnclear || (reasons[0] === 'pool' && slot === lowest);
        // Later ones can be refused because of earlier ones.
        if (slot === lowest && (reasons[0] === 'final' || slot.isUnclear)) {
            const [{ gasLimit }] = await wait.chain.read([(0,chain_reads/* blockHeader */.$6)('latest')], wait.signal);
            requireRoom(slot, gasLimit);
        }
        if (reasons[0] === 'final' && slot === lowest) {
            throw new errors/* RemoteError */.Hi(`the chain's node refused ${what} (nonce ${slot.nonce}): ${message}. Its signed bytes stay in the journal; run again when the cause is mended`);
        }
    }
    return { refusal, isPoolFull, wasLost, isToRetry };
}
/** @throws PlanAgain when its chain's blocks have become too small for it: there is a way on, and looking again finds it. */
function requireRoom(slot, blockGasLimit) {
    if (!isTooLarge(slot, blockGasLimit))
        return;
    const what = describeStep(slot.variants[0]);
    throw new PlanAgain(`no block takes ${what} (nonce ${slot.nonce}) any more: it may use more gas than the ${blockGasLimit} of a block now`);
}

;// CONCATENATED MODULE: ./src/contracts/sending/nonce-use.js




/**
 * Finds the transaction that has used a nonce. A receipt that isn't there proves nothing: a node may have pruned it, or
 * lag behind, and a contract that is taken for lost would be created twice. So the block in which the deployer's count
 * passed the nonce is looked for, and the transaction that did it in that block.
 * @param sinceBlock at which the nonce was not used yet; -1 when nobody knows.
 * @throws RemoteError when it was one of the logged ones after all, or the node can't tell.
 */
async function findUser({ chain, deployer, signal }, slot, sinceBlock, latestBlock) {
    const { nonce, variants } = slot;
    let before = Math.min(sinceBlock, latestBlock - 1);
    let block = latestBlock;
    while (block - before > 1) {
        const middle = Math.floor((before + block) / 2);
        const [count] = await chain.read([(0,chain_reads/* transactionCount */.kY)(deployer, middle)], signal);
        if (count > nonce)
            block = middle;
        else
            before = middle;
    }
    const [sent, header] = await chain.read([(0,chain_reads/* transactionsIn */.TG)(block), (0,chain_reads/* blockHeader */.$6)(block)], signal);
    const user = sent.find((transaction) => transaction.from === deployer && transaction.nonce === nonce);
    const own = variants.find(({ hash }) => hash === user?.hash);
    if (user !== undefined && own === undefined)
        return { kind: 'foreign', hash: user.hash, block, blockHash: header.hash };
    const seen = own === undefined
        ? `its nonce ${nonce} is used, and block ${block} doesn't say by what`
        : `it is in block ${block}`;
    const [first] = variants;
    const what = first === undefined ? `nonce ${nonce}` : describeStep(first);
    throw new errors/* RemoteError */.Hi(`the chain's node has no receipt of ${what} (${own?.hash ?? hashesOf(slot).join(', ')}), but ${seen}: the node lags behind or has pruned it. Nothing is taken for lost and nothing more was sent. Run again later, or with a node that has its receipts`);
}

;// CONCATENATED MODULE: ./src/contracts/sending/receipt-collector.js






/** A receipt or a count that lags behind is waited for: neither is believed before every endpoint has missed it for a while. */
function createReceiptCollector(wait, sinceBlock) {
    const { chain, clock, deployer, signal } = wait;
    const misses = createMissLedger(defaultMissRule, chain.endpoints, clock);
    let lowBlock = sinceBlock;
    let triedAtBlock = -1;
    const others = Array.from({ length: chain.endpoints - 1 }, (_, index) => index + 1);
    async function receiptsFrom(endpoint, slots, ends) {
        const wanted = slots.filter(({ nonce }) => !ends.has(nonce));
        if (wanted.length === 0)
            return;
        const receipts = new Map();
        const hashes = wanted.flatMap(hashesOf);
        for (const receipt of await chain.read(hashes.map(chain_reads/* receiptOf */.W7), signal, endpoint)) {
            if (receipt !== undefined)
                receipts.set(receipt.hash, receipt);
        }
        for (const { nonce, variants } of wanted) {
            const logged = variants.find(({ hash }) => receipts.has(hash));
            const receipt = logged && receipts.get(logged.hash);
            if (logged === undefined || receipt === undefined)
                misses.miss(`receipt ${nonce}`, endpoint);
            else
                ends.set(nonce, { kind: 'mined', logged, receipt });
        }
    }
    /** The deployer's count stands below the first nonce: the chain was reorganised, or the node lags behind. */
    async function requireReached(first) {
        misses.miss('count', 0);
        for (const endpoint of others) {
            const [count] = await chain.read([(0,chain_reads/* transactionCount */.kY)(deployer, 'latest')], signal, endpoint).catch(passOver);
            if (count !== undefined && count < first)
                misses.miss('count', endpoint);
        }
        if (misses.isBelieved('count')) {
            throw new PlanAgain(`the chain has gone back behind nonce ${first}: it was reorganised`);
        }
    }
    return {
        async collect(open, progress) {
            const ends = new Map();
            const first = open[0]?.nonce ?? 0;
            if (progress.nonce < first)
                await requireReached(first);
            else
                misses.hit('count');
            const passed = open.filter(({ nonce }) => nonce < progress.nonce);
            // Any node that can be asked will do for a receipt that is there.
            await receiptsFrom(0, passed, ends).catch(others.length > 0 ? passOver : fail);
            for (const endpoint of others)
                await receiptsFrom(endpoint, passed, ends).catch(passOver);
            const missing = passed.filter(({ nonce }) => !ends.has(nonce));
            for (const slot of missing) {
                const isBelieved = misses.isBelieved(`receipt ${slot.nonce}`);
                // That another one has used the nonce is seen in its block, and needs no belief.
                if (!isBelieved && (slot !== missing[0] || triedAtBlock === progress.block))
                    continue;
                const user = await findUser(wait, slot, isBelieved ? -1 : lowBlock, progress.block).catch(isBelieved ? fail : passOver);
                if ('kind' in user)
                    ends.set(slot.nonce, user);
            }
            triedAtBlock = progress.block;
            if (progress.nonce <= first)
                lowBlock = progress.block;
            return ends;
        },
    };
}
/** A node that can't be asked has not missed anything. */
function passOver(error) {
    if (error instanceof errors/* RemoteError */.Hi)
        return [];
    throw error;
}
function fail(error) {
    throw error;
}

;// CONCATENATED MODULE: ./src/contracts/sending/resend-pause.js
/** After a refusal that may pass: at first, then twice as long each time. */
const firstPauseMs = 500;
const longestPauseMs = 15_000;
/** The chain is looked at meanwhile. */
const longestSleepMs = 1_000;
function createResendPause({ clock, log, deadline, pollMs, signal }) {
    let dueAt;
    let pauseMs = firstPauseMs;
    let said;
    return {
        note(refusal) {
            if (refusal === undefined) {
                dueAt = undefined;
                pauseMs = firstPauseMs;
                return;
            }
            dueAt = clock.now() + pauseMs * (0.75 + Math.random() / 2);
            pauseMs = Math.min(pauseMs * 2, longestPauseMs);
            if (refusal !== said)
                log.info(`Sending the same bytes again until the deadline: ${refusal}`);
            said = refusal;
        },
        isDue: () => dueAt !== undefined && dueAt <= clock.now(),
        async sleep() {
            if (dueAt === undefined)
                return false;
            const leftMs = Math.min(dueAt, deadline) - clock.now();
            await clock.sleep(Math.max(Math.min(leftMs, longestSleepMs), pollMs / 4), signal);
            return true;
        },
    };
}

;// CONCATENATED MODULE: ./src/contracts/sending/send-window.js
/** Sending too many does no harm, because their bytes are logged; it only costs requests. */
const sizes = [100, 16, 4, 1];
function createSendWindow() {
    let at = 0;
    return {
        size: () => sizes[at] ?? 1,
        shrink() {
            at = Math.min(at + 1, sizes.length - 1);
        },
        grow() {
            at = Math.max(at - 1, 0);
        },
    };
}

;// CONCATENATED MODULE: ./src/contracts/sending/idle-chain.js


const leastMs = 5_000;
const mostMs = 60_000;
/** So many times the usual time between two blocks. */
const patience = 3;
const blocksLookedAt = 8;
/**
 * A chain that makes blocks on demand, as most developers run one, makes them when a transaction comes: what did not fit
 * into the block, or came while it was made, stays in the pool, and sent again it is "already known", so that nobody
 * makes a block any more. A replacement is a new transaction to it. On a chain that was halted one is wasted effort, and
 * a second one too: only a nonce that was never replaced is, also not by an earlier run, so that they can't add up.
 */
function watchIdle(wait) {
    const { clock, log } = wait;
    let lastBlock = -1;
    let since = 0;
    let patienceMs;
    let asked = -1;
    return {
        async isToBeWoken({ nonce, variants, isSent }, block) {
            const now = clock.now();
            if (block !== lastBlock) {
                lastBlock = block;
                since = now;
                patienceMs = undefined;
            }
            if (!isSent || variants.length !== 1 || nonce === asked || now - since < leastMs)
                return false;
            patienceMs ??= Math.min(Math.max(patience * (await usualGapMs(wait, block)), leastMs), mostMs);
            if (now - since < patienceMs)
                return false;
            asked = nonce;
            // What the pool has lost is sent again as it is.
            if ((await readPendingNonce(wait)) <= nonce)
                return false;
            log.info(`No new block for ${Math.round((now - since) / 1000)} s (last: ${block}), though nonce ${nonce} waits in the node's pool: a chain that makes blocks on demand only is woken by one transaction more, so it is replaced, once`);
            return true;
        },
    };
}
/** The median of the last blocks; nothing is known of a chain that has hardly any. The genesis block can have any time. */
async function usualGapMs({ chain, signal }, block) {
    const count = Math.min(blocksLookedAt + 1, block);
    const numbers = Array.from({ length: count }, (_, index) => block - index);
    if (numbers.length < 2)
        return 0;
    const headers = await chain.read(numbers.map((number) => (0,chain_reads/* blockHeaderIfThere */.ml)(number)), signal);
    const gaps = headers.flatMap((header, index) => {
        const before = headers[index + 1];
        return header === undefined || before === undefined ? [] : [header.timeSeconds - before.timeSeconds];
    });
    gaps.sort((a, b) => a - b);
    return 1000 * (gaps[Math.floor((gaps.length - 1) / 2)] ?? 0);
}

;// CONCATENATED MODULE: ./src/contracts/sending/stuck.js



/** So many blocks may pass the lowest nonce over. */
const patienceBlocks = 3;
const sayAgainAfterMs = 15_000;
/** Watches whether blocks take the lowest nonce, which all others wait for, and whether there are blocks. */
function watchStuck(wait, replace) {
    const { log, clock } = wait;
    const idle = watchIdle(wait);
    let lowest = -1;
    let sinceBlock = 0;
    let triedAtBlock = -1;
    let hindrance = '';
    let saidAt = Number.NEGATIVE_INFINITY;
    return {
        hindrance: () => hindrance,
        async replaceIn(open, { block, baseFee, nonce: used }) {
            const [first] = open;
            if (first === undefined || replace === undefined)
                return [];
            if (first.nonce !== lowest) {
                lowest = first.nonce;
                sinceBlock = block;
                hindrance = '';
            }
            // A nonce that is used waits for its receipt only.
            if (first.nonce < used)
                return [];
            const isToBeWoken = await idle.isToBeWoken(first, block);
            if (block === triedAtBlock && !isToBeWoken)
                return [];
            const isPricedOut = (slot) => slot.isTooCheap || (baseFee !== undefined && priceOf(slot) < baseFee);
            const hasWaited = block - sinceBlock >= patienceBlocks;
            if (!hasWaited && !isPricedOut(first) && !isToBeWoken)
                return [];
            triedAtBlock = block;
            const stuck = open.filter((slot) => slot === first || ((slot.isSent || slot.isTooCheap) && isPricedOut(slot)));
            const answer = await replace(stuck);
            if (answer.kind === 'hindered') {
                hindrance = answer.why;
                if (clock.now() - saidAt >= sayAgainAfterMs) {
                    saidAt = clock.now();
                    log.warning(`Waiting: ${hindrance}`);
                }
                return [];
            }
            hindrance = '';
            sinceBlock = block;
            return stuck.filter((slot) => {
                const dearer = answer.variants.find(({ nonce }) => nonce === slot.nonce);
                if (dearer === undefined)
                    return false;
                slot.variants.push(dearer);
                slot.isSent = false;
                return true;
            });
        },
    };
}
/** Of the newest variant. */
function priceOf({ variants }) {
    const newest = variants.at(-1);
    return newest === undefined ? 0n : highestPrice(feeOf(newest.raw));
}

;// CONCATENATED MODULE: ./src/contracts/sending/delivery.js








const sendAgainAfterMs = 15_000;
/**
 * Hands logged transactions to the chain in the order of their nonces and waits until each nonce is used. Only logged
 * bytes are ever sent, so that sending them again can do no harm.
 * @throws PlanAgain when the chain went back behind the first of the nonces, or has no room for it any more.
 */
async function deliver(wait, slots, { isFresh = false, sinceBlock = -1, onAllUsed, gasLimits = new Map(), replace } = {}) {
    const ends = new Map();
    let open = slots
        .map(({ nonce, variants }) => ({
        nonce,
        variants: [...variants],
        isSent: false,
        isTooCheap: false,
        isUnclear: false,
    }))
        .sort((a, b) => a.nonce - b.nonce);
    if (open.length === 0)
        return ends;
    const watch = watchBlocks(wait);
    const window = createSendWindow();
    const collector = createReceiptCollector(wait, sinceBlock);
    const stuck = watchStuck(wait, replace);
    const room = createBlockRoom(gasLimits);
    const pause = createResendPause(wait);
    let refusal = '';
    let keepsWhatDoesNotFit = false;
    async function send(due) {
        wait.signal.throwIfAborted();
        wait.requireHeld();
        const answer = await broadcast(wait, due, open[0]);
        refusal = answer.refusal;
        if (answer.isPoolFull || answer.wasLost)
            window.shrink();
        pause.note(answer.isToRetry ? refusal : undefined);
    }
    let sentAt;
    if (isFresh) {
        await send(open.slice(0, window.size()));
        const at = wait.clock.now();
        const isTaken = open.every(({ isSent }) => isSent);
        sentAt = { block: isTaken ? await watch.sleepUntilDue() : undefined, at };
    }
    for (;;) {
        const progress = await watch.progress();
        if (ends.size === 0 && open.every(({ nonce }) => nonce < progress.nonce)) {
            onAllUsed?.({ number: progress.block, hash: progress.blockHash, timeSeconds: progress.timeSeconds });
        }
        const found = await collector.collect(open, progress);
        if (found.size > 0) {
            for (const [nonce, end] of found)
                ends.set(nonce, end);
            open = open.filter(({ nonce }) => !ends.has(nonce));
            if (open.length === 0)
                return ends;
            if (refusal === '')
                window.grow();
        }
        if (sentAt !== undefined)
            sentAt.block ??= progress.block;
        // Again after every block that passed some over: a node may have forgotten what did not fit.
        const isFull = room.isFullFor(open, progress) && open.slice(0, window.size()).every(({ isSent }) => isSent);
        const isPassedOver = sentAt?.block !== progress.block && !(isFull && keepsWhatDoesNotFit);
        const [first] = open;
        if (isPassedOver && first?.nonce === progress.nonce)
            requireRoom(first, progress.gasLimit);
        if (isPassedOver || wait.clock.now() - (sentAt?.at ?? 0) >= sendAgainAfterMs) {
            let due = await dueOf(wait, open, progress, window.size());
            const isForgotten = due.some(({ isSent }) => isSent);
            keepsWhatDoesNotFit = !isForgotten && (isFull || keepsWhatDoesNotFit);
            if (isForgotten) {
                due = room.nextOf(due, progress);
                wait.log.debug(`Sending ${(0,counted/* counted */.h)(due.length, 'transaction')} again, which the last block did not take`);
            }
            await send(due);
            sentAt = { block: progress.block, at: wait.clock.now() };
        }
        else if (pause.isDue()) {
            await send(open.filter(({ nonce, isSent }) => nonce >= progress.nonce && !isSent).slice(0, window.size()));
        }
        // More money changes nothing where nobody knows what the node wants.
        const dearer = open[0]?.isUnclear ? [] : await stuck.replaceIn(open, progress);
        if (dearer.length > 0)
            await send(dearer);
        const total = slots.length;
        watch.note(progress.block, () => [
            `${total - open.length} of ${(0,counted/* counted */.h)(total, 'transaction')} ${total === 1 ? 'is' : 'are'} mined`,
            refusal,
            stuck.hindrance(),
        ]
            .filter((part) => part !== '')
            .join('; '));
        if (await pause.sleep())
            continue;
        // A receipt, or a node that lags behind, has nothing to do with the next block.
        await watch.sleep(open[0]?.nonce === progress.nonce ? room.blocksFor(open, progress) : 0);
    }
}
/** The first ones of the window, without what the node's pool has. */
async function dueOf(wait, open, { nonce: used }, size) {
    const next = open.filter(({ nonce }) => nonce >= used).slice(0, size);
    if (!next.some(({ isSent }) => isSent))
        return next;
    const pendingNonce = await readPendingNonce(wait);
    return next.filter(({ nonce, isSent }) => !isSent || nonce >= pendingNonce);
}

;// CONCATENATED MODULE: ./src/contracts/sending/dispatch.js



const signedAtOnce = 20;
/** Signs, and makes the signed bytes durable before anybody can send them: a nonce can never be used for what isn't logged. */
async function signAndLog({ wait, openSigner, writer, spending }, plan, outgoing) {
    if (outgoing.length === 0)
        return [];
    const charges = outgoing.map(({ unsigned: { nonce, gasLimit, fee } }) => ({ nonce, gasLimit, fee }));
    const excess = spending.excess(charges);
    if (excess !== undefined) {
        throw new errors/* UserError */.yo(`nothing more is sent: it could cost ${formatEther(excess)} more than the budget of a run (chain.fees.budget)`);
    }
    const signer = await openSigner();
    const byScope = new Map();
    for (const [index, { unsigned, step, scope }] of outgoing.entries()) {
        // A signal is heard only when the event loop turns.
        if (index % signedAtOnce === signedAtOnce - 1)
            await (0,promises_.setImmediate)();
        wait.signal.throwIfAborted();
        wait.requireHeld();
        const { raw, hash } = await signer.sign(unsigned);
        const list = byScope.get(scope) ?? [];
        byScope.set(scope, [...list, { nonce: unsigned.nonce, hash, raw, step }]);
    }
    for (const charge of charges)
        spending.sign(charge);
    for (const [scope, transactions] of byScope)
        await writer.append({ kind: 'transactions', plan, transactions }, scope);
    return [...byScope.values()].flat().sort((a, b) => a.nonce - b.nonce);
}

;// CONCATENATED MODULE: ./src/contracts/sending/early-check.js



function checkEarly(wait, set, block, what) {
    const dropped = new AbortController();
    const quiet = { ...wait, signal: AbortSignal.any([wait.signal, dropped.signal]) };
    const creations = what.creations.map((creation) => ({ ...creation, block: block.number }));
    const times = new Map([[block.number, block.timeSeconds]]);
    const checking = Promise.all([
        creations.length === 0 ? [] : proveGuessed(quiet, set, creations, times),
        look(quiet, block, what),
    ]).catch(() => undefined);
    return {
        block,
        async take() {
            const [proofs, seen] = (await checking) ?? [];
            if (proofs === undefined || seen === undefined)
                return undefined;
            return proofs.every(({ verdict }) => verdict === 'exact') ? { proofs, ...seen } : undefined;
        },
        drop: () => dropped.abort(new Error('not needed any more')),
    };
}
/** All of it in one batch. */
async function look({ chain, deployer, signal }, block, { steps, earlier }) {
    const ofPredicates = predicateReads(steps, deployer);
    const answers = await chain.read([...ofPredicates, ...earlier.map(({ number }) => (0,chain_reads/* blockHeaderIfThere */.ml)(number))], signal);
    const headers = answers.slice(ofPredicates.length);
    return {
        predicates: answers.slice(0, ofPredicates.length),
        blocks: [block, ...headers.flatMap((header) => (header === undefined ? [] : [header]))],
    };
}

;// CONCATENATED MODULE: ./src/contracts/sending/outcomes.js
/** What became of these nonces, as the journal says it. */
function outcomesOf(ends) {
    return [...ends].map(asOutcome);
}
function asOutcome([nonce, end]) {
    if (end.kind === 'foreign') {
        const { hash, block, blockHash } = end;
        return { nonce, hash, outcome: 'replaced', block, blockHash };
    }
    const { hash, isSuccess, block, blockHash } = end.receipt;
    return { nonce, hash, outcome: isSuccess ? 'mined' : 'reverted', block, blockHash };
}

;// CONCATENATED MODULE: ./src/contracts/sending/replacements.js







/** What uses up a nonce and nothing else, by Ethereum's rules. */
const leastBurnGas = 21000n;
/** Makes what is stuck dearer: only the fees of a replacement differ, and it is logged before it is sent. */
function createReplace(desk, chainId, plan, scopeOf = () => undefined) {
    return async (slots) => {
        const market = await readMarket(desk.wait);
        const outgoing = [];
        for (const { nonce, variants } of slots) {
            const newest = variants.at(-1);
            if (newest === undefined)
                continue;
            const chosen = replacementFee(variants.map(({ raw }) => feeOf(raw)), market, desk.feeCap);
            if (chosen.kind === 'too-dear') {
                // What comes after it can't be mined before it.
                if (outgoing.length > 0)
                    break;
                return { kind: 'hindered', why: describeTooDear(nonce, chosen, market) };
            }
            const { to, data, value, gasLimit } = decodeTransaction(newest.raw);
            outgoing.push({
                step: newest.step,
                scope: scopeOf(nonce),
                unsigned: { chainId, nonce, ...(to === undefined ? {} : { to }), data, value, gasLimit, fee: chosen.fee },
            });
        }
        const excessOf = () => desk.spending.excess(outgoing.map(({ unsigned }) => unsigned));
        while (outgoing.length > 1 && excessOf() !== undefined)
            outgoing.pop();
        const excess = excessOf();
        if (excess !== undefined) {
            return {
                kind: 'hindered',
                why: `nonce ${slots[0]?.nonce} is stuck (${describeMarket(market)}); a higher fee could cost ${formatEther(excess)} more than the budget of a run (chain.fees.budget)`,
            };
        }
        const [first] = outgoing;
        if (first !== undefined) {
            desk.wait.log.info(`Nonce ${first.unsigned.nonce} is stuck (${describeMarket(market)}): sending ${(0,counted/* counted */.h)(outgoing.length, 'transaction')} again for up to ${formatGwei(highestPrice(first.unsigned.fee))}`);
        }
        return { kind: 'replaced', variants: await signAndLog(desk, plan, outgoing) };
    };
}
/**
 * Logs, for each of these nonces, a transfer of nothing to oneself that is dearer than everything logged for it.
 * @returns the slots with their burns.
 * @throws UserError that names the nonce and the fee, before anything is signed, when one needs more than the cap or budget.
 */
async function logBurns(desk, chainId, plan, slots) {
    if (slots.length === 0)
        return [];
    const { deployer, chain, signal } = desk.wait;
    const transfer = { to: deployer, data: '0x', value: 0n };
    const [{ baseFee }, price, estimate] = await chain.read([(0,chain_reads/* blockHeader */.$6)('latest'), (0,chain_reads/* gasPrice */.lD)(), estimateOf(deployer, transfer)], signal);
    const market = { baseFee, gasPrice: price };
    const gasLimit = burnGasOf(estimate);
    const outgoing = slots.map(({ nonce, variants, scope }) => {
        const [first] = variants;
        const instead = first === undefined ? `nonce ${nonce}` : describeStep(first);
        const chosen = replacementFee(variants.map(({ raw }) => feeOf(raw)), market, desk.feeCap);
        if (chosen.kind === 'too-dear') {
            throw new errors/* UserError */.yo(`${instead} is not wanted any more, but its nonce ${nonce} can only be burnt for ${formatGwei(chosen.price)} per gas: ${chosen.why}. Nothing further is sent. Raise the cap, or go back to the commit that wants it`);
        }
        return {
            step: { kind: 'burn', instead },
            scope,
            unsigned: { chainId, nonce, ...transfer, gasLimit, fee: chosen.fee },
        };
    });
    requireBurnsWithinBudget(desk, outgoing);
    const burns = await signAndLog(desk, plan, outgoing);
    return slots.map((slot) => ({
        ...slot,
        variants: [...slot.variants, ...burns.filter((burn) => burn.nonce === slot.nonce)],
    }));
}
/**
 * Rollups ask more for a transfer, because its bytes go to another chain too; and so may an account that lends its name to
 * code. One that fails or runs out of gas there uses up its nonce as well, so what can't be estimated is sent with the least.
 */
function burnGasOf(estimate) {
    return estimate.kind === 'success' && estimate.gas > leastBurnGas ? estimate.gasLimit : leastBurnGas;
}
function requireBurnsWithinBudget({ spending }, burns) {
    const excess = spending.excess(burns.map(({ unsigned }) => unsigned));
    const [first] = burns;
    if (excess === undefined || first === undefined)
        return;
    const { gasLimit, fee } = first.unsigned;
    const nonces = burns.map(({ unsigned: { nonce } }) => nonce).join(', ');
    throw new errors/* UserError */.yo(`what stands in the journal under ${burns.length > 1 ? 'the nonces' : 'nonce'} ${nonces} is not wanted any more, but burning ${burns.length > 1 ? 'them' : 'it'}, at ${gasLimit} gas each for up to ${formatGwei(highestPrice(fee))}, could cost ${formatEther(excess)} more than the budget of a run (chain.fees.budget). Nothing further is sent. Raise the budget, or go back to the commit that wants ${burns.length > 1 ? 'them' : 'it'}`);
}
async function readMarket({ chain, signal }) {
    const [{ baseFee }, price] = await chain.read([(0,chain_reads/* blockHeader */.$6)('latest'), (0,chain_reads/* gasPrice */.lD)()], signal);
    return { baseFee, gasPrice: price };
}
function describeTooDear(nonce, { price, why }, market) {
    return `nonce ${nonce} is stuck: ${describeMarket(market)}; a replacement has to offer ${formatGwei(price)}, but ${why}`;
}
function describeMarket({ baseFee, gasPrice: price }) {
    return baseFee === undefined ? `the gas price is ${formatGwei(price)}` : `the base fee is ${formatGwei(baseFee)}`;
}

;// CONCATENATED MODULE: ./src/contracts/sending/revert-cause.js


/** Runs the step again on the state before its block: a receipt doesn't say why it failed. */
async function whyReverted({ chain, deployer, signal }, step, receipt, set) {
    const [answer] = await chain.read([(0,chain_reads/* callOf */.C8)({ from: deployer, ...asTransaction(step), block: receipt.block - 1 })], signal);
    if (answer?.kind === 'revert')
        return whyItReverts(answer.data, step, set);
    return `it used ${receipt.gasUsed} gas; run again on the block before, it does not revert, so it ran out of gas or something else changed its target in the same block`;
}

;// CONCATENATED MODULE: ./src/contracts/sending/send-layer.js












/**
 * Signs, logs and sends the steps of a layer, and waits until all of them are mined and have succeeded.
 * @param earlier blocks of earlier layers that are to be looked at again when it is mined.
 */
async function sendLayer(layer, forecast, steps, proved, earlier) {
    const { desk, plan, chainId, set, sinceBlock } = layer;
    const { wait } = desk;
    const logged = steps.map((step) => logStep(step, proved));
    const estimating = gasLimitsNow(wait.chain, wait.deployer, steps, forecast, set, wait.signal);
    // That a name is gone says more than what an estimate made of it.
    estimating.catch(() => { });
    await requireNamesNow(layer, logged);
    const gasLimits = await estimating;
    const outgoing = steps.map((step, index) => {
        const gasLimit = gasLimits.get(step);
        const entry = logged[index];
        if (gasLimit === undefined || entry === undefined)
            throw new Error(`${titleOf(step)} has no gas limit`);
        const { fee } = forecast;
        return { step: entry, unsigned: { chainId, nonce: step.nonce, ...asTransaction(step), gasLimit, fee } };
    });
    const nonces = steps.map(({ nonce }) => nonce);
    wait.log.info(`Sending ${(0,counted/* counted */.h)(steps.length, 'transaction')}, ${nonces.length === 1 ? 'nonce' : 'nonces'} ${[...new Set([Math.min(...nonces), Math.max(...nonces)])].join(' to ')}`);
    const transactions = await signAndLog(desk, plan.digest, outgoing);
    const creations = outgoing.flatMap(({ unsigned: { gasLimit } }, index) => {
        const step = steps[index];
        return step?.kind === 'create' ? [{ ...step, gasLimit }] : [];
    });
    const limits = new Map(outgoing.map(({ unsigned: { nonce, gasLimit } }) => [nonce, gasLimit]));
    const guess = {};
    const onAllUsed = (block) => {
        guess.early ??= checkEarly(wait, set, block, { creations, steps, earlier });
    };
    try {
        const ends = await deliver(wait, transactions.map((transaction) => ({ nonce: transaction.nonce, variants: [transaction] })), { isFresh: true, sinceBlock, onAllUsed, gasLimits: limits, replace: createReplace(desk, chainId, plan.digest) });
        const mined = await minedOf(layer, outgoing, steps, ends);
        const isRight = mined.every(({ receipt }) => receipt.blockHash === guess.early?.block.hash);
        if (!isRight)
            guess.early?.drop();
        return { mined, early: isRight ? guess.early : undefined };
    }
    catch (error) {
        guess.early?.drop();
        throw error;
    }
}
/** @throws PlanAgain when another transaction has one of the nonces. RemoteError when one of them failed. */
async function minedOf(layer, outgoing, steps, ends) {
    const { desk } = layer;
    const { wait } = desk;
    const isForeign = [...ends.values()].some(({ kind }) => kind === 'foreign');
    // The next look then need not find out again.
    if (isForeign)
        await desk.writer.append({ kind: 'outcomes', outcomes: outcomesOf(ends) });
    const mined = [];
    for (const [index, step] of steps.entries()) {
        const gasLimit = outgoing[index]?.unsigned.gasLimit ?? 0n;
        const end = ends.get(step.nonce);
        if (end?.kind !== 'mined') {
            throw new PlanAgain(`another transaction of the deployer (${end?.hash}) has taken nonce ${step.nonce}, that of ${titleOf(step)}: does something else use this key?`);
        }
        desk.spending.mine(step.nonce, end.receipt);
        mined.push({ step, receipt: end.receipt, gasLimit });
    }
    await requireSuccess(layer, mined);
    const blocks = mined.map(({ receipt }) => receipt.block);
    wait.log.info(`Mined in ${describeRange(Math.min(...blocks), Math.max(...blocks))}`);
    return mined;
}
function logStep(step, proved) {
    const names = step.kind === 'call' || step.value > 0n ? [...requireProved(titleOf(step), step.names, proved)] : undefined;
    if (step.kind === 'call') {
        return {
            kind: 'call',
            contract: step.contract,
            function: step.function,
            names: names ?? [],
            ...(step.until === undefined ? {} : { predicate: step.until.text }),
        };
    }
    return {
        kind: 'create',
        contract: step.contract,
        address: step.address,
        arguments: [...step.arguments],
        libraries: { ...step.libraries },
        fingerprint: step.fingerprint,
        abiHash: step.abiHash,
        ...(names === undefined ? {} : { names }),
    };
}
/** Read again right before anything is signed: what was seen when the run began may be gone, and a call to nothing succeeds. */
async function requireNamesNow({ desk: { wait } }, steps) {
    const names = steps.flatMap((step) => ('names' in step ? (step.names ?? []) : []));
    if (names.length === 0)
        return;
    const seen = await readExpectedCode(wait, [...new Set(names.map(({ address }) => address))]);
    const gone = [...new Set(namesWithoutCode(names, seen))];
    if (gone.length > 0)
        throw new PlanAgain(`the chain no longer has the proved code at ${gone.join(', ')}`);
}
async function requireSuccess({ desk: { wait }, set }, mined) {
    const failures = [];
    for (const { step, receipt } of mined) {
        if (receipt.isSuccess)
            continue;
        const reason = await whyReverted(wait, step, receipt, set);
        failures.push(`${titleOf(step)} reverted in block ${receipt.block} (transaction ${receipt.hash}): ${reason}`);
    }
    if (failures.length === 0)
        return;
    throw new errors/* RemoteError */.Hi(`${failures.join('\n')}\nNo record is written and nothing that depends on it may be used. Mend the cause and run again: what was created is kept, and what names a failed contract is created anew`);
}
function describeRange(first, last) {
    return first === last ? `block ${first}` : `blocks ${first} to ${last}`;
}

;// CONCATENATED MODULE: ./src/contracts/plan/layers.js








/** Carries a plan out, layer by layer: what one layer sends builds only on what is mined and proved. */
async function applyLayers(application) {
    const { plan, forecast, desk, earlier, confirmations } = application;
    const done = new Map();
    const proofs = new Map();
    const proved = new Map(plan.steps.flatMap((step) => (step.kind === 'keep' ? [[step.address, step.known.codeHash]] : [])));
    const marks = () => [...earlier, ...[...done.values()].map(({ receipt }) => markOf(receipt))];
    if (forecast === undefined)
        return { done, proofs, finalBlock: await confirmBlocks(desk.wait, marks(), confirmations) };
    let finalBlock;
    const waves = wavesIn(plan, forecast);
    for (const [index, steps] of waves.entries()) {
        const isLast = index === waves.length - 1;
        const sent = await sendLayer(application, forecast, steps, proved, isLast && confirmations === 1 ? eachOnce(marks()) : []);
        for (const result of sent.mined)
            done.set(result.step.nonce, result);
        // Confirmations are waited for once, while what came last is proved.
        const [found, confirmed] = await together(desk.wait, [
            (wait) => checkLayer(wait, application.set, sent),
            async (wait) => isLast ? confirmBlocks(wait, marks(), confirmations, (await sent.early?.take())?.blocks) : undefined,
        ]);
        for (const [address, proof] of found) {
            proofs.set(address, proof);
            proved.set(address, proof.codeHash);
        }
        finalBlock = confirmed;
    }
    await requireStillTrue(desk.wait, plan);
    return { done, proofs, finalBlock };
}
function wavesIn(plan, forecast) {
    const layers = Map.groupBy(plan.steps.filter(isSending), ({ layer }) => layer);
    return [...layers].sort(([a], [b]) => a - b).flatMap(([, steps]) => wavesOf(steps, forecast));
}

// EXTERNAL MODULE: ./src/contracts/sending/check-code.js
var check_code = __webpack_require__(28473);
;// CONCATENATED MODULE: ./src/contracts/plan/preflight.js






/** A chain has room for 2^64 - 2 (EIP-2681), a JavaScript number counts to 2^53 - 1; no run sends as many as lie between. */
const highestNonce = Number.MAX_SAFE_INTEGER - 1_000_000;
/** The chain is the one that the file means, and the record is of this chain and this deployer. */
function requireRightChain(state, settings, previousRecord) {
    const findings = wrongChain(state, settings, previousRecord);
    if (findings.length > 0)
        throw new Refused(findings);
}
function wrongChain({ identity, nonce }, settings, previousRecord) {
    const findings = [];
    if (identity.id !== settings.id) {
        findings.push(chainProblem('id', `the chain's id is ${identity.id}, the environment's file says ${settings.id}: is the RPC URL the right one?`));
    }
    if (nonce > highestNonce) {
        findings.push(chainProblem('deployer', `the deployer ${settings.deployer} has sent ${nonce} transactions: keep-deploy counts only up to ${Number.MAX_SAFE_INTEGER} (2^53 - 1), less what a run may send. Use another deployer`));
    }
    const wrong = previousRecord && (0,check_code/* describeWrongChain */.o)(identity, previousRecord.chain);
    if (wrong !== undefined)
        findings.push(chainProblem('rpc', wrong));
    if (previousRecord !== undefined && previousRecord.deployer !== (0,address/* parseAddress */.o)(settings.deployer)) {
        findings.push(chainProblem('deployer', `the contract record was made by the deployer ${previousRecord.deployer}, the environment's file names ${settings.deployer}`));
    }
    return findings;
}
/** Everything that can stop a run, found before anything is sent and said at once. */
async function preflight(open, settings, deployer, state, forecast, { allowMainnet = false, chain, signal, warn } = {}) {
    const findings = [...(forecast?.findings ?? [])];
    if (forecast?.missingBalance !== undefined)
        findings.push(chainProblem('deployer', forecast.missingBalance));
    findings.push(...sendingFindings(deployer, state, allowMainnet));
    const [signer, ofEndpoints] = await Promise.all([
        openSignerOrFind(open, settings, deployer, findings),
        chain === undefined || signal === undefined ? { findings: [], warnings: [] } : checkEndpoints(chain, signal),
    ]);
    findings.push(...ofEndpoints.findings);
    for (const warning of [...sendingWarnings(deployer, state), ...ofEndpoints.warnings])
        warn?.(warning);
    if (signer === undefined || findings.length > 0)
        throw new Refused(findings);
    return signer;
}
const mainnet = 1;
/** What an account's code begins with when it lends its name to other code (EIP-7702). */
const delegation = '0xef0100';
/** What stops the deployer from sending on this chain, as far as that is known without its key. */
function sendingFindings(deployer, { identity, nonce, pendingNonce, deployerCode }, allowMainnet) {
    const findings = [];
    if (pendingNonce > nonce) {
        findings.push(chainProblem('deployer', `the deployer ${deployer} has ${(0,counted/* counted */.h)(pendingNonce - nonce, 'pending transaction')} that the journal does not know: wait until nothing is pending, and let nothing else use this key`));
    }
    if (deployerCode !== '0x' && !deployerCode.startsWith(delegation)) {
        findings.push(chainProblem('deployer', `the deployer ${deployer} is a contract: only an account with a key can send transactions`));
    }
    if (identity.id === mainnet && !allowMainnet) {
        findings.push(chainProblem('id', "the chain is Ethereum's main network, where ether is money: nothing is sent without allow-mainnet"));
    }
    return findings;
}
/** What makes sending slow. */
function sendingWarnings(deployer, { deployerCode }) {
    if (!deployerCode.startsWith(delegation))
        return [];
    return [
        `the deployer ${deployer} delegates to the code at 0x${deployerCode.slice(delegation.length)} (EIP-7702): nodes take only one transaction at a time from such an account`,
    ];
}
/** An endpoint of another chain is a mistake in the file; one that is away is only said. */
async function checkEndpoints(chain, signal) {
    const findings = [];
    const warnings = [];
    const others = Array.from({ length: chain.endpoints - 1 }, (_, index) => index + 1);
    await Promise.all(others.map(async (endpoint) => {
        try {
            await chain.read([(0,chain_reads/* chainId */.tL)()], signal, endpoint);
        }
        catch (error) {
            signal.throwIfAborted();
            if (error instanceof errors/* UserError */.yo)
                findings.push(chainProblem('rpc', error.message));
            else if (error instanceof errors/* RemoteError */.Hi)
                warnings.push(error.message);
            else
                throw error;
        }
    }));
    return { findings, warnings };
}
/** The deployer's signer; what is wrong with it goes to the findings. */
async function openSignerOrFind(open, settings, deployer, findings) {
    const name = (0,chain_schema/* signerName */.E)(settings);
    const find = (message) => findings.push(chainProblem('signer', message));
    if (open === undefined) {
        find(`${name} is not set: apply has to sign transactions with the deployer's private key`);
        return undefined;
    }
    try {
        const signer = await open();
        if (signer.address !== deployer)
            find(`${name} is the key of ${signer.address}, but chain.deployer is ${deployer}`);
        return signer;
    }
    catch (error) {
        if (!(error instanceof errors/* UserError */.yo))
            throw error;
        find(error.message);
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/contracts/plan/show-plan.js




/**
 * Undefined when what would be sent builds on transactions that are not mined yet.
 * @throws PlanAgain when steps fail because another run has sent them since the look: a simulation is of the latest block.
 */
async function foresee({ input, wait, deployer }, { plan, state, undecided }) {
    if (undecided.length > 0) {
        input.log.warning('Not simulated: the plan builds on transactions of an unfinished run that are not mined yet. Apply sends those first.');
        return undefined;
    }
    const now = wait.clock.unixSeconds();
    const { fees } = input.settings;
    const forecast = await forecastPlan(wait.chain, deployer, plan, input.set, state, now, wait.signal, fees);
    if ([...forecast.outcomes.values()].some(({ kind }) => kind !== 'success')) {
        const [nonce] = await wait.chain.read([(0,chain_reads/* transactionCount */.kY)(deployer, 'latest')], wait.signal);
        if (nonce > state.nonce)
            throw new PlanAgain('the deployer has sent transactions since the chain was looked at');
    }
    return forecast;
}
async function showPlan(plan, forecast, { log }) {
    await log.group(`Plan ${plan.digest.slice(7, 19)}: ${describeCounts(countSteps(plan, 0))}`, async () => describePlan(plan, forecast, log));
    // Not before: of a plan that is made anew, because the lock had to be waited for, nobody need know.
    for (const line of forecast?.notSimulated ?? [])
        log.warning(line);
}

// EXTERNAL MODULE: ./src/contracts/chain/observe.js
var observe = __webpack_require__(68672);
;// CONCATENATED MODULE: ./src/contracts/journal/chain-reset.js






/**
 * Holds the chain against what the journal has proved final. A chain that was reset is never taken for one that lost some
 * contracts: everything would be created again, and calls that were done be taken as done.
 * @returns whether a new chain begins, because the user says so.
 * @throws RemoteError when the chain was reset. PlanAgain when only the first answers were stale.
 */
async function requireSameChain(wait, state, believedCode, ledger, record, { settings, options, log }) {
    const isOfOther = record !== undefined && (0,check_code/* describeWrongChain */.o)(state.identity, record.chain) !== undefined;
    // A record of the chain that was there before says nothing once the journal has opened a new one.
    if (isOfOther && ledger.isRecordVoid)
        return false;
    if (!isOfOther || options?.newChain !== true)
        requireRightChain(state, settings, record);
    const why = isOfOther
        ? `the contract record is of another chain`
        : await describeReset(wait, state, believedCode, ledger, ledger.isRecordVoid ? undefined : record);
    if (why === undefined) {
        if (options?.newChain === true && !ledger.isRecordVoid) {
            log.info('The input new-chain changes nothing: the chain is the one that the journal knows');
        }
        return false;
    }
    if (options?.newChain === true) {
        log.warning(`A new chain begins (new-chain): ${why}. What is recorded of the chain before counts no more`);
        return true;
    }
    throw new errors/* RemoteError */.Hi(`${why}: the chain was reset, or it is still being reorganised. Nothing is sent. When it was reset on purpose, set the input new-chain: everything is then created anew; otherwise run again later`);
}
async function describeReset(wait, { nonce }, believedCode, { usedNonces, finalBlock }, record) {
    if (nonce < usedNonces) {
        const [count = 0] = await readBelieved(wait, [(0,chain_reads/* transactionCount */.kY)(wait.deployer, 'latest')], (seen) => seen < usedNonces, undefined, [nonce]);
        if (count >= usedNonces)
            throw new PlanAgain("the node's first answers were stale");
        return `the deployer has sent ${(0,counted/* counted */.h)(count, 'transaction')}, but the journal has proved ${usedNonces} of them final`;
    }
    if (record === undefined || finalBlock === undefined)
        return undefined;
    const codeHashes = await believedCode();
    // With all recorded code in place, another final block means that the same transactions are in other blocks now.
    const isCodeGone = record.contracts.some(({ address, codeHash }) => codeHashes.get(address) !== codeHash);
    if (!isCodeGone)
        return undefined;
    const [header] = await readBelieved(wait, [(0,chain_reads/* blockHeaderIfThere */.ml)(finalBlock.number)], (seen) => seen?.hash !== finalBlock.hash);
    if (header?.hash === finalBlock.hash)
        return undefined;
    return `block ${finalBlock.number} was final and is ${header === undefined ? 'gone' : 'another one now'}`;
}

;// CONCATENATED MODULE: ./src/contracts/plan/known-from-journal.js







/**
 * The contracts and calls of one's own open slots: mined ones, proved now, and pending ones as if they will be mined. What
 * failed, was burnt, lost its nonce to another transaction or fits into no block any more is nothing.
 */
async function knownFromJournal(wait, own, ends, recorded, set, blockGasLimit) {
    const opened = own.flatMap((slot) => known_from_journal_open(slot, ends.get(slot.nonce), blockGasLimit));
    const creations = opened.filter((item) => item.step.kind === 'create');
    const calls = opened.filter((item) => item.step.kind === 'call');
    const addressOf = ({ logged }) => createAddress(wait.deployer, logged.nonce);
    // Killed between record and end, a contract stands in both.
    const unrecorded = creations.filter((creation) => !recorded.has(addressOf(creation)));
    const { usable, lost } = await proveLogged(wait, set, creations.flatMap(({ step, logged, sent, block }) => {
        if (block === undefined)
            return [];
        const { nonce } = logged;
        const { data, value, gasLimit } = sent;
        const address = createAddress(wait.deployer, nonce);
        return [{ contract: step.contract, address, nonce, data, value, gasLimit, libraries: step.libraries, block }];
    }), (address) => !recorded.has(address));
    return {
        contracts: unrecorded.map((creation) => {
            const address = addressOf(creation);
            return knownContract(creation, address, usable.get(address), lost.get(address));
        }),
        calls: calls.map(knownCall),
        lostCalls: own.flatMap((slot) => lostCall(slot, ends.get(slot.nonce), blockGasLimit)),
    };
}
function known_from_journal_open(slot, end, blockGasLimit) {
    const logged = end === undefined ? slot.variants.at(-1) : end.kind === 'mined' && end.receipt.isSuccess && end.logged;
    if (!logged || (end === undefined && comesToNothing(slot, blockGasLimit)))
        return [];
    return [
        {
            logged,
            step: logged.step,
            sent: openLogged(logged),
            block: end?.kind === 'mined' ? end.receipt.block : undefined,
        },
    ];
}
/** It is there to use up its nonce only, or will be replaced by what is. */
function comesToNothing(slot, blockGasLimit) {
    return isBurnt(slot) || isTooLarge(slot, blockGasLimit);
}
function lostCall(slot, end, blockGasLimit) {
    const logged = slot.variants.find(({ step }) => step.kind === 'call');
    if (logged === undefined)
        return [];
    const isLost = end === undefined
        ? comesToNothing(slot, blockGasLimit)
        : end.kind === 'foreign' || end.logged.step.kind === 'burn' || !end.receipt.isSuccess;
    const { to, data, value } = openLogged(logged);
    return isLost && to !== undefined ? [{ target: to, calldata: data, value: value.toString(), nonce: slot.nonce }] : [];
}
function knownContract({ logged, step, sent, block }, address, proof, lost) {
    const recorded = {
        name: step.contract,
        address,
        ...(proof ?? { codeHash: (0,keccak/* keccak256 */.S)('0x'), proof: 'predicted' }),
        block: block ?? 0,
        transaction: logged.hash,
        arguments: step.arguments,
        libraries: step.libraries,
        value: sent.value.toString(),
        fingerprint: step.fingerprint,
        creationHash: creationHashOf(sent.data, sent.value),
        abiHash: step.abiHash,
    };
    const isPending = block === undefined;
    return { source: 'journal', code: lost ?? 'recorded', isPending, recorded };
}
function knownCall({ logged, step, sent, block }) {
    if (sent.to === undefined)
        throw new errors/* UserError */.yo(`the journal contradicts itself: ${describeStep(logged)} has no target`);
    return {
        source: 'journal',
        isPending: block === undefined,
        nonce: logged.nonce,
        recorded: {
            contract: step.contract,
            function: step.function,
            target: sent.to,
            calldata: sent.data,
            value: sent.value.toString(),
            ...(step.predicate === undefined ? {} : { predicate: step.predicate }),
            transaction: logged.hash,
            ...(block === undefined ? {} : { block }),
        },
    };
}

;// CONCATENATED MODULE: ./src/contracts/plan/known-code.js
/** A recorded contract with what the chain has at its address now: a record is never believed alone. */
function sameCode(recorded, { codeHashes }) {
    const hash = codeHashes.get(recorded.address);
    const seen = hash === undefined ? 'none' : hash === recorded.codeHash ? 'recorded' : 'other';
    return { recorded, source: 'record', code: seen, isPending: false };
}

;// CONCATENATED MODULE: ./src/contracts/sending/prove-kept.js






/**
 * What is known of the recorded contracts now. Code that was never proved, and that the set doesn't allow to be used all the
 * same, is proved again: another node, or an artifact that tells more, may be able to by now.
 */
async function proveKeptAgain(wait, set, recorded, state) {
    const known = recorded.map((contract) => sameCode(contract, state));
    const wanted = known.filter((one) => one.code === 'recorded' && isToProve(set, one.recorded));
    if (wanted.length === 0)
        return known;
    const blocks = new Set(wanted.map((one) => one.recorded.block));
    // A block is run again as a whole, because what stands later in it may build on what is earlier.
    const creations = await readCreations(wait, recorded.filter(({ block }) => blocks.has(block)));
    const proofs = new Map((await proveAll(wait, set, creations)).map((proof) => [proof.address, proof]));
    return known.map((one) => {
        if (!wanted.includes(one))
            return one;
        const { name, address, transaction } = one.recorded;
        const { verdict, codeHash, method, detail } = proofs.get(address) ?? {
            verdict: 'unproved',
            detail: `the node doesn't have the transaction ${transaction} that created it`,
        };
        const title = `${name} at ${address}, of which the record says that its code is not proved`;
        if (verdict === 'exact' || verdict === 'metadata-differs') {
            wait.log.info(`${title}: it is now (${verdict})`);
            return {
                ...one,
                recorded: { ...one.recorded, proof: verdict, ...(codeHash && { codeHash }), ...(method && { method }) },
            };
        }
        wait.log.warning(`${title}: ${verdict === 'different' ? 'it is different' : 'it still is not'}: ${detail}`);
        return verdict === 'different' ? { ...one, code: codeHash === undefined ? 'none' : 'other' } : one;
    });
}
/** Only what would be kept: of a contract that is wanted otherwise, nothing can be told from its new artifact. */
function isToProve({ contracts }, { name, proof, ...recorded }) {
    if (proof !== 'unproved')
        return false;
    const isIt = (contract) => contract.name === name || contract.was === name;
    const contract = contracts.find(isIt);
    if (contract === undefined || contract.allowsUnproved)
        return false;
    const { libraries, arguments: values, value, fingerprint } = recorded;
    return fingerprintAt(contract, libraries, values, BigInt(value)) === fingerprint;
}
/** As they were sent, as far as the node has them and they are what the record says. */
async function readCreations({ chain, deployer, signal }, recorded) {
    const [transactions, receipts] = await Promise.all([
        chain.read(recorded.map(({ transaction }) => (0,chain_reads/* ifTold */.pN)((0,chain_reads/* transactionOf */.CP)(transaction))), signal),
        chain.read(recorded.map(({ transaction }) => (0,chain_reads/* ifTold */.pN)((0,chain_reads/* receiptOf */.W7)(transaction))), signal),
    ]);
    return recorded.flatMap(({ name, address, libraries, creationHash }, index) => {
        const [sent, receipt] = [transactions[index], receipts[index]];
        if (sent === undefined || receipt === undefined)
            return [];
        const { nonce, data, value, gasLimit } = sent;
        if (createAddress(deployer, nonce) !== address || creationHashOf(data, value) !== creationHash)
            return [];
        const { block, gasPrice } = receipt;
        return [{ contract: name, address, nonce, data, value, gasLimit, block, gasPrice, libraries }];
    });
}

;// CONCATENATED MODULE: ./src/contracts/sending/look.js



















async function look_look(migration) {
    const { input, wait, deployer } = migration;
    const { chain, signal } = wait;
    const recordRead = input.readPreviousRecord();
    recordRead.catch(() => { });
    const first = await (input.takeEarlyState?.() ?? (0,observe/* observe */.l)(chain, deployer, [], signal));
    await requireThisChain(migration, first);
    const journal = input.openJournal(first.identity);
    const seeRecord = async () => {
        const record = await abortable(recordRead, signal);
        const isOfThisChain = record !== undefined && (0,check_code/* describeWrongChain */.o)(first.identity, record.chain) === undefined;
        const addresses = isOfThisChain ? record.contracts.map(({ address }) => address) : [];
        return { record, addresses, firstHashes: await (0,code_hashes/* readCodeHashes */.IT)(chain, addresses, signal) };
    };
    const [content, { record, addresses, firstHashes }] = await Promise.all([
        abortable(journal.read(), signal),
        seeRecord(),
    ]);
    const read = readLedger(content, input.scope);
    const believed = once(() => readExpectedCode(wait, addresses, firstHashes));
    const startsNewChain = await requireSameChain(wait, first, believed, read, record, input);
    const recordedHashes = startsNewChain || read.isRecordVoid ? firstHashes : await believed();
    const ledger = startsNewChain
        ? {
            ...read,
            slots: [],
            isUnfinished: false,
            isRecordVoid: true,
            usedNonces: 0,
            finalBlock: undefined,
            renewedScopes: new Set(),
        }
        : read;
    const ends = await readEnds(wait, ledger, first.nonce);
    const undecided = ledger.slots.filter(({ nonce }) => !ends.has(nonce));
    const state = { ...first, codeHashes: await withNamedCode(wait, recordedHashes, undecided) };
    const base = ledger.isRecordVoid ? undefined : record;
    const observed = await observeForPlan({ input, wait, deployer }, state, base, ledger, ends, undecided).catch(async (error) => {
        signal.throwIfAborted();
        // While the chain is being reorganised, nothing that is missing says anything.
        await requireSameBlocks(wait, [...ends.values()].map(markOfEnd));
        throw error;
    });
    return {
        state,
        journal,
        ledger,
        nextEntry: content.start + content.entries.length,
        record,
        ends,
        undecided,
        observed,
        plan: planMigration(input.set, observed, { strict: input.options?.strict ?? false }),
        startsNewChain,
    };
}
/** Of a wrong chain nothing else is worth knowing, but what is wrong with the key can be mended in the same go. */
async function requireThisChain({ input, deployer, openSigner }, state) {
    const problems = [...wrongChain(state, input.settings, undefined)];
    if (problems.length === 0)
        return;
    if (input.mode === 'apply')
        await openSignerOrFind(openSigner, input.settings, deployer, problems);
    throw new Refused(problems);
}
async function withNamedCode(wait, known, undecided) {
    const named = undecided.flatMap(({ variants }) => variants.flatMap(({ step }) => ('names' in step ? (step.names ?? []).map(({ address }) => address) : [])));
    if (named.length === 0)
        return known;
    return new Map([...known, ...(await readExpectedCode(wait, named))]);
}
async function observeForPlan({ input, wait, deployer }, state, record, { slots }, ends, undecided) {
    const own = slots.filter(({ scope }) => scope === input.scope);
    const recorded = record?.contracts ?? [];
    const addresses = new Set(recorded.map(({ address }) => address));
    const known = await knownFromJournal(wait, own, ends, addresses, input.set, state.block.gasLimit);
    const doneInRecord = new Set(record?.calls.map(({ transaction }) => transaction));
    const observation = {
        chain: state.identity,
        deployer,
        nonce: Math.max(state.nonce, ...undecided.map(({ nonce }) => nonce + 1)),
        contracts: [...(await proveKeptAgain(wait, input.set, recorded, state)), ...known.contracts],
        calls: [
            ...(record?.calls ?? []).map((call) => ({ recorded: call, source: 'record', isPending: false })),
            ...known.calls.filter(({ recorded: { transaction } }) => !doneInRecord.has(transaction)),
        ],
        lostCalls: known.lostCalls,
    };
    return { ...observation, predicates: await readPredicates(wait, input, state.block.number, observation) };
}
async function readPredicates(wait, { set, options }, block, observation) {
    const predicates = new Map();
    const pending = new Set(observation.contracts.flatMap(({ recorded, isPending }) => (isPending ? [recorded.address] : [])));
    for (;;) {
        const open = predicatesToRead(set, { ...observation, predicates }, { strict: options?.strict ?? false });
        if (open.length === 0)
            return predicates;
        // Of the same block as all the rest, so that a node that lags behind can't answer from before.
        const answers = await readBelieved(wait, open.map(({ target, calldata }) => (0,chain_reads/* callOf */.C8)({ from: wait.deployer, to: target, data: calldata, block })), (answer, index) => !isAnswer(answer, pending.has(open[index]?.target)));
        for (const [index, { key, target }] of open.entries()) {
            const answer = answers[index];
            // A revert is an answer; a node that can't tell has said nothing, and a call that was done would be made again.
            if (answer === undefined || !isAnswer(answer, pending.has(target))) {
                const seen = answer?.kind === 'failed' ? `failed: ${answer.message}` : 'gave nothing';
                throw new errors/* RemoteError */.Hi(`the chain's RPC node can't say whether a condition (until) holds: its eth_call of ${target} ${seen}. Nothing is sent. Run again, or with another node`);
            }
            predicates.set(key, answer.kind === 'output' ? answer.data : undefined);
        }
    }
}
/** A function that returns something never gives no bytes: only an address without code does, or a node that lags behind. */
function isAnswer(answer, isPending) {
    return answer.kind === 'revert' || (answer.kind === 'output' && (isPending || answer.data !== '0x'));
}

;// CONCATENATED MODULE: ./src/contracts/sending/settle.js








/**
 * Finishes, as far as it can be done in one go, what an unfinished run has logged: also from a newer commit, and before
 * anything new. What the plan still wants, and what belongs to others, is sent again with its logged bytes; anything else
 * is burnt. Whichever is mined is recorded. The caller then looks again.
 */
async function settleStep(desk, { plan, undecided, state }, scope) {
    const { wait } = desk;
    for (const { variants } of undecided)
        variants.forEach(openLogged);
    const tooLarge = undecided.filter((slot) => isTooLarge(slot, state.block.gasLimit));
    for (const { nonce, variants } of tooLarge)
        warnOfTooLarge(wait.log, nonce, variants, state.block.gasLimit);
    const moves = decideMoves(undecided, plan, scope, state.codeHashes, new Set(tooLarge));
    wait.log.info(`An unfinished run has left ${(0,counted/* counted */.h)(undecided.length, 'transaction')} not mined: ${moves.resend.length} to send again, ${moves.burn.length} to burn${moves.later.length > 0 ? `, ${moves.later.length} to wait for these` : ''}`);
    const chainId = state.identity.id;
    const burnt = await logBurns(desk, chainId, plan.digest, moves.burn);
    const laterNonces = new Set(moves.later.map(({ nonce }) => nonce));
    const slots = [...moves.resend, ...burnt].filter(({ nonce }) => !laterNonces.has(nonce));
    const first = Math.min(...laterNonces, Number.POSITIVE_INFINITY);
    for (const { nonce } of slots)
        if (nonce < first)
            desk.spending.send(nonce);
    const scopes = new Map(undecided.map((slot) => [slot.nonce, slot.scope]));
    const ends = await deliver(wait, slots.filter(({ nonce }) => nonce < first), { replace: createReplace(desk, chainId, plan.digest, (nonce) => scopes.get(nonce)) });
    for (const [nonce, end] of ends)
        if (end.kind === 'mined')
            desk.spending.mine(nonce, end.receipt);
    await desk.writer.append({ kind: 'outcomes', outcomes: outcomesOf(ends) });
}
/**
 * In the order of the nonces: a call, or what sends ether, is sent again only when everything that it names has its proved
 * code now. While something before it is undecided it waits for that; after that it is burnt. So is what fits into no block
 * any more, whoever it belongs to: it would keep everything behind it from being mined.
 */
function decideMoves(undecided, plan, scope, codeHashes, tooLarge = new Set()) {
    const pending = new Set(plan.steps.flatMap((step) => (step.kind === 'keep' || step.kind === 'skip') && step.isPending ? [step.known.transaction] : []));
    const moves = { resend: [], burn: [], later: [] };
    for (const [index, slot] of undecided.entries()) {
        const isWanted = slot.scope !== scope || hashesOf(slot).some((hash) => pending.has(hash));
        if (isBurnt(slot))
            (moves.later.length > 0 ? moves.later : moves.resend).push(slot);
        else if (!isWanted || tooLarge.has(slot))
            moves.burn.push(slot);
        else if (isGateOpen(slot.variants.at(-1)?.step, codeHashes))
            (moves.later.length > 0 ? moves.later : moves.resend).push(slot);
        else if (index === 0)
            moves.burn.push(slot);
        else
            moves.later.push(slot);
    }
    return moves;
}
function isGateOpen(step, codeHashes) {
    const names = step !== undefined && 'names' in step ? (step.names ?? []) : [];
    return namesWithoutCode(names, codeHashes).length === 0;
}
function warnOfTooLarge(log, nonce, variants, blockGasLimit) {
    const [first] = variants;
    if (first === undefined)
        return;
    log.warning(`${describeStep(first)} (nonce ${nonce}) may use ${openLogged(first).gasLimit} gas, but a block of this chain takes ${blockGasLimit} now: it can't be mined any more. Its nonce is burnt, and what is still wanted of it is planned anew`);
}

;// CONCATENATED MODULE: ./src/contracts/sending/round.js















/** One round of looking, planning and sending; `again` when it led to where the next has to look first. */
async function runRound(migration, lock) {
    const { input, wait, spending, openSigner } = migration;
    const { mode, settings } = input;
    const seen = await look_look(migration);
    const { plan, ledger, state, journal } = seen;
    migration.reached.plan = plan;
    // Also what was mined when a round before this one ended: it is paid for.
    for (const [nonce, end] of seen.ends) {
        if (end.kind === 'mined')
            spending.mine(nonce, end.receipt);
        else
            spending.lose(nonce);
    }
    const sends = plan.steps.some(isSending);
    const isAtWork = sends || ledger.isUnfinished || seen.startsNewChain;
    if (mode === 'plan' || !isAtWork)
        return planned(migration, seen);
    if (sends || seen.undecided.length > 0)
        requireApproved(seen, input);
    if (plan.refusals.length > 0)
        throw new Refused(plan.refusals);
    // Opened while the chain and the store are waited for; what is wrong with it is said with all other findings.
    const hasNoKey = sends && (await failsAtOnce(openSigner()));
    const openLock = hasNoKey ? undefined : input.openLock;
    const taking = lock.take(openLock && (() => openLock(state.identity)), seen.nextEntry > 0);
    const isSettled = seen.undecided.length === 0 && !seen.startsNewChain;
    const [taken, isCurrent, forecast] = await round_all(taking, isSettled && sends ? (input.isRecordCurrent?.() ?? Promise.resolve(true)) : Promise.resolve(true), isSettled && sends ? foresee(migration, seen) : Promise.resolve(undefined));
    const check = () => 
    // What an unfinished run has left pending is no stranger's.
    preflight(openSigner, settings, migration.deployer, isSettled ? state : withoutPending(state), forecast, {
        allowMainnet: input.options?.allowMainnet ?? false,
        chain: input.chain,
        signal: wait.signal,
        warn: (message) => input.log.warning(message),
    });
    if (hasNoKey) {
        await showPlan(plan, forecast, input);
        await check();
    }
    if (taken === 'waited')
        return 'again';
    if (!isCurrent)
        throw new PlanAgain('another run has published its contracts in between');
    const desk = {
        wait,
        openSigner: async () => requireDeployer(await openSigner(), migration),
        spending,
        feeCap: settings.fees?.cap,
        writer: openJournalWriter(journal, seen.nextEntry, { token: migration.token, holder: input.holder, scope: input.scope }, wait.signal),
    };
    if (seen.startsNewChain) {
        await desk.writer.append({ kind: 'new-chain' });
        return 'again';
    }
    if (ledger.openScopes.size > 0 && ledger.lastWriter?.token !== migration.token) {
        await desk.writer.append({ kind: 'takeover' });
    }
    if (seen.undecided.length > 0) {
        const findings = sendingFindings(migration.deployer, withoutPending(state), input.options?.allowMainnet ?? false);
        if (findings.length > 0)
            throw new Refused(findings);
        await settleStep(desk, seen, input.scope);
        return 'again';
    }
    await showPlan(plan, forecast, input);
    if (sends)
        await check();
    const applied = await applyLayers({
        desk,
        plan,
        set: input.set,
        forecast,
        chainId: state.identity.id,
        sinceBlock: state.block.number,
        // What earlier runs have sent is confirmed together with what this run sends.
        earlier: [...seen.ends.values()].map(markOfEnd),
        confirmations: settings.confirmations,
    });
    return appliedResult(migration, seen, applied, forecast, {
        journal,
        writer: desk.writer,
        lock,
        finalBlock: applied.finalBlock ?? ledger.finalBlock ?? (await latestBlock(migration)),
    });
}
function withoutPending(state) {
    return { ...state, pendingNonce: state.nonce };
}
/** Known without waiting, as when a variable isn't set: a run that can't sign takes no lock and writes nothing. */
async function failsAtOnce(work) {
    let hasFailed = false;
    work.catch(() => {
        hasFailed = true;
    });
    await (0,promises_.setImmediate)();
    return hasFailed;
}
/** The end of a plan, and of a run that has nothing to do. */
async function planned(migration, seen) {
    const { input } = migration;
    const { plan } = seen;
    const isPlan = input.mode === 'plan';
    const sends = plan.steps.some(isSending);
    const forecast = isPlan && sends ? await foresee(migration, seen) : undefined;
    await showPlan(plan, forecast, input);
    if (isPlan && sends)
        warnOfApply(migration, seen, forecast);
    // Also where nothing is to be sent: what may not be kept is not published.
    const findings = [...plan.refusals, ...(isPlan ? (forecast?.findings ?? []) : [])];
    if (findings.length > 0)
        throw new Refused(findings);
    return plannedResult(migration, seen, forecast);
}
/** A burn, or a higher fee, may have to be signed before the rest of what is checked before a send. */
function requireDeployer(signer, { input, deployer }) {
    if (signer.address === deployer)
        return signer;
    throw new Refused([
        chainProblem('signer', `${(0,chain_schema/* signerName */.E)(input.settings)} is the key of ${signer.address}, but chain.deployer is ${deployer}: nothing is signed`),
    ]);
}
/** What does not hinder a plan would stop apply. */
function warnOfApply({ input, deployer }, { state, undecided }, forecast) {
    const { log, options } = input;
    if (forecast?.missingBalance !== undefined)
        log.warning(forecast.missingBalance);
    // Of an unfinished run's transactions apply takes care itself.
    const seen = undecided.length > 0 ? withoutPending(state) : state;
    for (const { message } of sendingFindings(deployer, seen, options?.allowMainnet ?? false))
        log.warning(message);
    for (const line of sendingWarnings(deployer, state))
        log.warning(line);
}
async function latestBlock({ wait }) {
    const [{ number, hash }] = await wait.chain.read([(0,chain_reads/* blockHeader */.$6)('latest')], wait.signal);
    return { number, hash };
}
/** Waits for all of them even when one fails, so that a lock that is being taken is known when it has to be given back. */
async function round_all(...work) {
    const [first, second, third] = await Promise.allSettled(work);
    for (const end of [first, second, third])
        if (end.status === 'rejected')
            throw end.reason;
    return [
        first.value,
        second.value,
        third.value,
    ];
}

;// CONCATENATED MODULE: ./src/contracts/sending/spending.js

/** @param budget in wei, for gas: without one there is no limit. Of several variants of a nonce only one is ever paid. */
function openSpending(budget) {
    const worst = new Map();
    const sent = new Set();
    const isOwn = (nonce) => worst.has(nonce) || sent.has(nonce);
    const mined = new Map();
    const costOf = (nonce) => {
        const receipt = mined.get(nonce);
        return receipt?.gasPrice === undefined ? (worst.get(nonce) ?? 0n) : receipt.gasUsed * receipt.gasPrice;
    };
    const worstOf = ({ gasLimit, fee }) => gasLimit * highestPrice(fee);
    return {
        excess(signed) {
            if (budget === undefined)
                return undefined;
            const asked = new Map(signed.map((charge) => [charge.nonce, worstOf(charge)]));
            const nonces = new Set([...worst.keys(), ...asked.keys()]);
            let sum = 0n;
            for (const nonce of nonces) {
                const before = costOf(nonce);
                const after = mined.has(nonce) ? 0n : (asked.get(nonce) ?? 0n);
                sum += after > before ? after : before;
            }
            return sum > budget ? sum - budget : undefined;
        },
        sign(charge) {
            const before = worst.get(charge.nonce) ?? 0n;
            const now = worstOf(charge);
            worst.set(charge.nonce, now > before ? now : before);
        },
        send(nonce) {
            sent.add(nonce);
        },
        mine(nonce, receipt) {
            if (isOwn(nonce))
                mined.set(nonce, receipt);
        },
        lose(nonce) {
            mined.delete(nonce);
        },
        total() {
            let gasUsed = 0n;
            let cost = 0n;
            for (const [nonce, receipt] of mined) {
                gasUsed += receipt.gasUsed;
                cost += costOf(nonce);
            }
            const receipts = [...mined.values()];
            const blocks = new Set(receipts.map(({ block }) => block));
            return { gasUsed, cost, blocks, hashes: new Set(receipts.map(({ hash }) => hash)) };
        },
        transactions: () => new Set([...worst.keys(), ...sent]).size,
        hasSigned: isOwn,
        receipts: () => [...mined].map(([nonce, receipt]) => ({ nonce, receipt })),
    };
}

;// CONCATENATED MODULE: ./src/contracts/migrate.js











const mostRounds = 5;
/** Plans, and in `apply` carries out, the way from what is on the chain to what the set wants. */
async function migrateContracts(input) {
    const { clock, signal, log, pollMs = 100, settings } = input;
    const ended = new AbortController();
    const lock = createHeldLock(signal, (reason) => ended.abort(reason));
    const migration = {
        input,
        deployer: (0,address/* parseAddress */.o)(settings.deployer),
        wait: {
            chain: input.chain,
            deployer: (0,address/* parseAddress */.o)(settings.deployer),
            clock,
            log,
            signal: AbortSignal.any([signal, ended.signal]),
            deadline: clock.now() + input.deadlineMs,
            pollMs,
            pace: createBlockPace(pollMs),
            requireHeld: () => lock.requireHeld(),
        },
        token: (0,external_node_crypto_.randomUUID)(),
        spending: openSpending(settings.fees?.budget),
        reached: {},
        openSigner: once(input.openSigner),
    };
    try {
        const result = await inRounds(migration, lock);
        if (result.openJournal === undefined)
            await lock.release();
        return result;
    }
    catch (error) {
        const known = describeBrokenOff(migration.reached.plan, migration.spending);
        if (known !== undefined)
            brokenOff.attach(error, known);
        await lock.release();
        throw error;
    }
}
/** Whatever makes a plan obsolete without being an error is answered by looking and planning again, a few times. */
async function inRounds(migration, lock) {
    const { wait } = migration;
    for (let round = 1;;) {
        try {
            const result = await runRound(migration, lock);
            if (result !== 'again')
                return result;
        }
        catch (error) {
            wait.signal.throwIfAborted();
            if (error instanceof Overtaken)
                await requireAhead(error, lock);
            else if (!(error instanceof PlanAgain))
                throw error;
            if (round++ === mostRounds) {
                throw new errors/* RemoteError */.Hi(`the plan became obsolete ${mostRounds} times: ${error.message}. Run again when the chain is calm`);
            }
            wait.log.warning(`Planning again: ${error instanceof Overtaken ? 'another run has written to the journal' : error.message}`);
        }
    }
}
/**
 * Another run has written where this one was about to. Whoever holds the lock goes on from there: the other is a former
 * holder, or had ended before. Who was taken over ends here, even if the other has ended since: its commit may be newer.
 */
async function requireAhead(error, lock) {
    if (lock.isHeld())
        await lock.requireHeldNow();
    else if (!error.hasEnded)
        throw error;
}

// EXTERNAL MODULE: ./src/contracts/clock.js
var clock = __webpack_require__(14024);
;// CONCATENATED MODULE: ./src/contracts/journal/open-journal.js
/**
 * Closes the journal when the record is safely stored, and gives the lock back. A run killed before that is resumed:
 * everything is found done, the same record is made again, and this is called again.
 */
async function finishJournal(open, record) {
    if (open === undefined)
        return;
    const { journal, writer, lock, nextNonce, finalBlock, head } = open;
    const appending = writer.append({ kind: 'finished', record, nextNonce, finalBlock });
    const releasing = lock.release(appending);
    try {
        await appending;
        // Only saves reading: the next run reads more without it.
        if (head === undefined)
            return;
        await journal.checkpoint({ next: writer.next(), usedNonces: nextNonce, finalBlock, ...head }).catch(() => { });
    }
    finally {
        await releasing;
    }
}
/** Gives the lock back without closing the journal: for a caller that could not store the record. */
async function releaseJournal(open) {
    await open?.lock.release();
}

// EXTERNAL MODULE: ./src/contracts/chain/rpc.js
var rpc = __webpack_require__(99439);
// EXTERNAL MODULE: ./src/contracts/set/prepare-set.js + 25 modules
var prepare_set = __webpack_require__(98547);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
;// CONCATENATED MODULE: ./src/store/lock-content.js


async function readLock(store, name) {
    const found = await store.read(name);
    if (found === undefined)
        return { state: 'absent' };
    return { generation: found.generation, ...parseLock(found.bytes) };
}
function heldLockBytes(lock) {
    return new TextEncoder().encode((0,canonical_json/* canonicalJson */.d)({ version: 1, ...lock }));
}
/** The store deletes nothing: a lock is free again when it says so. */
function releasedLockBytes(holder, released) {
    return new TextEncoder().encode((0,canonical_json/* canonicalJson */.d)({ version: 1, holder, released }));
}
function parseLock(bytes) {
    const fields = jsonObject(bytes);
    if (fields?.['version'] !== 1)
        return { state: 'unreadable' };
    const { holder, token, acquired, expires, leaseMs, released, process } = fields;
    if (isTime(released) && token === undefined)
        return { state: 'released' };
    if (typeof holder !== 'string' || typeof token !== 'string' || !isTime(acquired) || !isTime(expires))
        return { state: 'unreadable' };
    if (typeof leaseMs !== 'number' || !(leaseMs > 0))
        return { state: 'unreadable' };
    // Another run's words, as far as people are shown them.
    const lock = { holder: (0,plain_text/* excerpt */.Kb)(holder), token, acquired, expires, leaseMs };
    return { state: 'held', lock: typeof process === 'string' ? { ...lock, process } : lock };
}
function jsonObject(bytes) {
    try {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}
function isTime(value) {
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
}

;// CONCATENATED MODULE: ./src/store/lease.js


/** A cancelled job has about 7 s in all. */
const releaseWithinMs = 3000;
const shortestAttemptMs = 1000;
/** What a lock says that is taken, or renewed, now. */
function heldNow({ holder, token, leaseMs, clock, processes }, acquired) {
    const now = clock.unixMs();
    const isoNow = new Date(now).toISOString();
    return {
        ...{ holder, token, leaseMs, acquired: acquired ?? isoNow, expires: new Date(now + leaseMs).toISOString() },
        ...(processes.own !== undefined && { process: processes.own }),
    };
}
/** Keeps a lock that was taken. `askedAt`, on the clock's scale, is before the taking write was begun. */
function keepLease(options, acquired, askedAt) {
    const { store, name, leaseMs, clock, log } = options;
    const lost = new AbortController();
    const ended = new AbortController();
    let runsOutAt = askedAt + leaseMs;
    const lose = (reason) => {
        if (ended.signal.aborted)
            return;
        lost.abort(reason);
        ended.abort(reason);
    };
    const runOut = () => {
        lose(new errors/* RemoteError */.Hi(`the lock ${name} in ${store.location} could not be renewed before it ran out, so that another run may take it. Nothing more is sent. What was sent stays in the journal: run again`));
    };
    /** Reads first: that names a new holder, and gives the generation also of a write whose answer was lost. */
    async function renew() {
        const limited = store.under({ signal: ended.signal, attemptDeadlineMs: Math.max(leaseMs / 6, shortestAttemptMs) });
        const askedAt = clock.elapsedMs();
        const seen = await readLock(limited, name);
        if (seen.state !== 'held' || seen.lock.token !== options.token)
            return lose(takenBy(options, seen));
        if (ended.signal.aborted)
            return;
        const outcome = await limited.replace(name, heldLockBytes(heldNow(options, acquired)), seen.generation);
        // What changed it is looked at in the next round, which comes soon.
        if (outcome === 'replaced')
            runsOutAt = Math.max(runsOutAt, askedAt + leaseMs);
    }
    /** A renewal that hangs ends with the lease. */
    async function untilRunOut(renewal) {
        const over = new AbortController();
        const signal = AbortSignal.any([over.signal, ended.signal]);
        const runningOut = clock.sleep(runsOutAt - clock.elapsedMs(), signal, false).catch(() => { });
        await Promise.race([renewal, runningOut]).finally(() => over.abort());
    }
    async function keepRenewing() {
        let pauseMs = (leaseMs / 3) * (0.8 + 0.4 * Math.random());
        while (!ended.signal.aborted) {
            const leftMs = runsOutAt - clock.elapsedMs();
            if (leftMs <= 0)
                return runOut();
            await clock.sleep(Math.min(pauseMs, leftMs), ended.signal, false);
            if (clock.elapsedMs() >= runsOutAt)
                return runOut();
            const before = runsOutAt;
            await untilRunOut(renew()).catch((error) => {
                if (ended.signal.aborted)
                    return;
                log.warning(`the lock ${name} could not be renewed yet (${(0,plain_text/* excerpt */.Kb)(String(error), 200)}); trying again`);
            });
            pauseMs = (runsOutAt > before ? leaseMs / 3 : leaseMs / 30) * (0.8 + 0.4 * Math.random());
        }
    }
    keepRenewing().catch(() => { });
    let releasing;
    return {
        lost: lost.signal,
        requireHeld() {
            if (!ended.signal.aborted && clock.elapsedMs() >= runsOutAt)
                runOut();
            lost.signal.throwIfAborted();
        },
        async requireHeldNow() {
            await renew();
            lost.signal.throwIfAborted();
        },
        release(after) {
            ended.abort(new Error('the lock is given back'));
            releasing ??= giveBack(options, after);
            return releasing;
        },
    };
}
/** Frees the lock if it is this run's. Ends within seconds and never rejects: a lock that stays behind runs out by itself. */
async function giveBack(options, after) {
    const { store, name, holder, token, clock, log } = options;
    // What is waited for takes a round trip, and so does the look at the lock.
    const early = after && readLock(store, name).catch(() => undefined);
    await after?.catch(() => { });
    const over = new AbortController();
    const limit = new AbortController();
    clock.sleep(releaseWithinMs, over.signal, true).then(() => limit.abort(new errors/* RemoteError */.Hi(`no answer within ${releaseWithinMs / 1000} s`)), () => { });
    const limited = store.under({ signal: limit.signal, attemptDeadlineMs: shortestAttemptMs });
    const stopped = new Promise((_, reject) => {
        limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true });
    });
    const work = async () => {
        for (let known = await early;; known = undefined) {
            const seen = known ?? (await readLock(limited, name));
            if (seen.state !== 'held' || seen.lock.token !== token)
                return;
            const bytes = releasedLockBytes(holder, new Date(clock.unixMs()).toISOString());
            if ((await limited.replace(name, bytes, seen.generation)) === 'replaced')
                return;
        }
    };
    try {
        await Promise.race([work(), stopped]);
    }
    catch (error) {
        log.warning(`the lock ${name} in ${store.location} could not be given back (${(0,plain_text/* excerpt */.Kb)(String(error), 200)}): it runs out by itself`);
    }
    finally {
        over.abort();
    }
}
function takenBy({ store, name }, seen) {
    const what = seen.state === 'held'
        ? `was taken by ${seen.lock.holder} at ${seen.lock.acquired}`
        : seen.state === 'released'
            ? 'was taken by another run, and given back since'
            : seen.state === 'absent'
                ? 'was deleted'
                : 'was overwritten with something that is no lock';
    return new errors/* RemoteError */.Hi(`the lock ${name} in ${store.location} ${what}, while this run held it. Nothing more is sent. What was sent stays in the journal, and the next run goes on from there`);
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
;// CONCATENATED MODULE: ./src/store/local-processes.js

/** By Linux's /proc: the boot and the process namespace tell whose numbers they are, the start time whether one was given again. */
const localProcesses = {
    own: local_processes_markOf(process.pid),
    isGone(mark) {
        const [place, pid, start] = mark.split(' ');
        if (place === undefined || place !== placeOfNumbers() || !/^[1-9]\d{0,9}$/.test(pid ?? ''))
            return false;
        const found = readStatus(Number(pid));
        // Another user's may be hidden, but a signal to it tells.
        return found === undefined ? !exists(Number(pid)) : found.start !== start || found.hasEnded;
    },
};
function local_processes_markOf(pid) {
    const place = placeOfNumbers();
    const status = readStatus(pid);
    return place === undefined || status === undefined ? undefined : `${place} ${pid} ${status.start}`;
}
function placeOfNumbers() {
    try {
        return `${(0,external_node_fs_.readFileSync)('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${(0,external_node_fs_.readlinkSync)('/proc/self/ns/pid')}`;
    }
    catch {
        return undefined;
    }
}
function readStatus(pid) {
    try {
        const text = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        // The program's name may have spaces and parentheses; what follows its end has neither.
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        const [state = '', start] = [fields[0], fields[19]];
        return start === undefined ? undefined : { start, hasEnded: state === 'Z' || state === 'X' };
    }
    catch {
        return undefined;
    }
}
function exists(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error.code !== 'ESRCH';
    }
}

;// CONCATENATED MODULE: ./src/store/lock-clock.js

const systemLockClock = {
    elapsedMs: () => performance.now(),
    unixMs: () => Date.now(),
    async sleep(durationMs, signal, isWaitedFor) {
        await (0,promises_.setTimeout)(durationMs, undefined, { signal, ref: isWaitedFor });
    },
};

;// CONCATENATED MODULE: ./src/store/lock-verdict.js
/** By how much two machines' clocks may differ. */
const clockSkewMs = 600_000;
/**
 * Judges what stands under a lock's name each time it is looked at. A lease that ran out long ago is abandoned at once. One
 * that has just run out is watched for longer than a holder waits between renewals, because a holder whose clock is behind
 * seems to have run out all the time. An end in the future is believed, however far away: only a person knows better.
 */
function createLockJudge(clock, processes) {
    let generation;
    let unchangedSince = 0;
    let isAlive = false;
    return (seen) => {
        if (seen.state === 'absent' || seen.state === 'released')
            return { kind: 'free' };
        if (seen.generation !== generation) {
            isAlive = generation !== undefined;
            generation = seen.generation;
            unchangedSince = clock.elapsedMs();
        }
        if (seen.state === 'unreadable')
            return { kind: 'held', lock: undefined };
        const { lock } = seen;
        if (lock.process !== undefined && processes.isGone(lock.process))
            return { kind: 'left', lock };
        const ranOutMs = clock.unixMs() - Date.parse(lock.expires);
        if (ranOutMs < 0)
            return { kind: 'held', lock };
        const forMoreMs = lock.leaseMs / 2 - (clock.elapsedMs() - unchangedSince);
        if (forMoreMs <= 0 || (ranOutMs >= clockSkewMs && !isAlive))
            return { kind: 'abandoned', lock };
        return isAlive ? { kind: 'held', lock } : { kind: 'silent', lock, forMoreMs };
    };
}

;// CONCATENATED MODULE: ./src/store/lock.js






const firstPollMs = 1000;
const longestPollMs = 8000;
/**
 * A lock on an object of the store: created once, and changed only from the state that was seen. It is free when it is
 * absent, was released, or has run out.
 */
function openLock(given) {
    const { waitMs, breakLock, leaseMs = 60_000, clock = systemLockClock, processes = localProcesses, ...rest } = given;
    const options = { ...rest, leaseMs, clock, processes, token: (0,external_node_crypto_.randomUUID)() };
    return {
        async acquire(signal, wasHeldBefore = false) {
            signal.throwIfAborted();
            // The calls don't end with the run's signal: a write that is broken off may land, and must then be taken back.
            const givenUp = new AbortController();
            const store = rest.store.under({
                signal: givenUp.signal,
                attemptDeadlineMs: Math.max(leaseMs / 6, shortestAttemptMs),
            });
            const whenCancelled = rejectOnAbort(signal);
            const work = waitAndTake(options, store, { waitMs, breakLock, wasHeldBefore }, signal);
            try {
                return await Promise.race([work, whenCancelled.promise]);
            }
            catch (error) {
                if (!signal.aborted)
                    throw error;
                await takeBack(work, clock);
                givenUp.abort(signal.reason);
                throw signal.reason;
            }
            finally {
                whenCancelled.forget();
            }
        },
    };
}
async function waitAndTake(options, store, { waitMs, breakLock, wasHeldBefore }, signal) {
    const { name, clock, token } = options;
    const judge = createLockJudge(clock, options.processes);
    const say = announcer(options);
    const deadline = clock.elapsedMs() + waitMs;
    let pollMs = firstPollMs;
    let waited = false;
    // Of one that was never held nothing is to be seen, and if that is wrong its creation is refused.
    let seen = wasHeldBefore ? await readLock(store, name) : { state: 'absent' };
    for (;;) {
        const askedAt = clock.elapsedMs();
        const verdict = judge(seen);
        if (verdict.kind === 'free' || isOver(verdict) || breakLock) {
            say(verdict, breakLock);
            const lock = heldNow(options);
            if (await write(store, name, lock, seen)) {
                return { kind: 'acquired', lease: keepLease(options, lock.acquired, askedAt), waited };
            }
        }
        else {
            const leftMs = verdict.kind === 'silent' ? verdict.forMoreMs : deadline - clock.elapsedMs();
            if (leftMs <= 0)
                return { kind: 'locked', ...describeHolder(verdict.lock) };
            say(verdict, breakLock);
            await clock.sleep(Math.min(pollMs * (0.8 + 0.4 * Math.random()), leftMs), signal, true);
            pollMs = Math.min(pollMs * 1.5, longestPollMs);
        }
        signal.throwIfAborted();
        seen = await readLock(store, name);
        // A write that was said to have come too late was this run's own.
        if (seen.state === 'held' && seen.lock.token === token) {
            return { kind: 'acquired', lease: keepLease(options, seen.lock.acquired, askedAt), waited };
        }
        waited = true;
    }
}
/** False when somebody else was faster. A failure may have landed all the same: then it is a success. */
async function write(store, name, lock, seen) {
    const bytes = heldLockBytes(lock);
    try {
        if (seen.state === 'absent')
            return (await store.create(name, bytes)) === 'created';
        return (await store.replace(name, bytes, seen.generation)) === 'replaced';
    }
    catch (error) {
        const now = await readLock(store, name).catch(() => undefined);
        if (now?.state === 'held' && now.lock.token === lock.token)
            return true;
        throw error;
    }
}
const isOver = ({ kind }) => kind === 'left' || kind === 'abandoned';
/** Says once of each holder what is done about its lock. */
function announcer({ name, store, log }) {
    let said = '';
    return (verdict, breakLock) => {
        if (verdict.kind === 'free')
            return;
        const { holder, expires } = describeHolder(verdict.lock);
        const isBroken = breakLock && !isOver(verdict);
        const text = isBroken
            ? // Also one that has just run out may still be held.
                `breaking the lock ${name} in ${store.location}, as break-lock asks. It was ${holder}'s, until ${expires}`
            : verdict.kind === 'left'
                ? `the lock of ${holder} was left by a process of this machine that has ended: taking it over`
                : verdict.kind === 'abandoned'
                    ? `the lock of ${holder} ran out at ${expires}: taking it over`
                    : verdict.kind === 'silent'
                        ? `the lock of ${holder} ran out at ${expires}: taking it over unless it is renewed within ${Math.ceil(verdict.forMoreMs / 1000)} s`
                        : `waiting for the lock ${name}: ${holder} holds it, until ${expires} unless it is renewed`;
        const key = `${verdict.kind} ${verdict.lock?.token}`;
        if (key === said)
            return;
        said = key;
        if (isBroken)
            log.warning(text);
        else
            log.info(text);
    };
}
function describeHolder(lock) {
    if (lock === undefined)
        return { holder: 'unknown (it is no lock that this version reads)', expires: 'an unknown time' };
    return { holder: lock.holder, expires: lock.expires };
}
/** After a cancellation: what is under way may still take the lock, and then gives it back, within seconds. */
async function takeBack(work, clock) {
    const over = new AbortController();
    const undone = work.then((answer) => (answer.kind === 'acquired' ? answer.lease.release() : undefined), () => { });
    const tooLong = clock.sleep(releaseWithinMs, over.signal, true).catch(() => { });
    await Promise.race([undone, tooLong]);
    over.abort();
}
function rejectOnAbort(signal) {
    let listener = () => { };
    const promise = new Promise((_, reject) => {
        listener = () => reject(signal.reason);
        signal.addEventListener('abort', listener, { once: true });
    });
    return { promise, forget: () => signal.removeEventListener('abort', listener) };
}

// EXTERNAL MODULE: ./src/store/pointer.js
var store_pointer = __webpack_require__(24337);
// EXTERNAL MODULE: ./src/release/chain-gate.js
var chain_gate = __webpack_require__(58353);
;// CONCATENATED MODULE: ./src/release/deadline.js
/**
 * A signal that ends with the run's own, or after a time, whatever is being waited for then: also a node that never
 * finishes an answer.
 */
function withDeadline(signal, afterMs, reason) {
    const late = new AbortController();
    setTimeout(() => late.abort(reason()), afterMs).unref();
    return AbortSignal.any([signal, late.signal]);
}

;// CONCATENATED MODULE: ./src/release/chain-time.js


/** Waits on the chain end by themselves at the deadline and say more; only then the rest is broken off. */
const graceMs = 1_000;
function limitChainTime(timeoutMs, signal) {
    const troubles = new Map();
    let place;
    let hasBegun = false;
    const endsAt = performance.now() + timeoutMs;
    const reason = () => {
        const limit = `the timeout of ${timeoutMs / 1000} s`;
        const failures = [...troubles.values()].join('\n');
        const said = failures === '' ? `the chain's node did not answer within ${limit}` : `${failures}; then ${limit} was over`;
        const rest = hasBegun
            ? 'What was sent stays in the journal, and the next run goes on from there'
            : 'Nothing was sent';
        return new errors/* RemoteError */.Hi(`${said}. ${rest}`, { place });
    };
    return {
        signal: withDeadline(signal, timeoutMs + graceMs, reason),
        remainingMs: () => endsAt - performance.now(),
        onTrouble(node, message) {
            if (message === undefined)
                troubles.delete(node);
            else
                troubles.set(node, message);
        },
        setPlace(given) {
            place = given;
        },
        watchChain: (chain) => ({
            ...chain,
            send(transactions, within) {
                hasBegun = true;
                return chain.send(transactions, within);
            },
        }),
        watchJournal: (journal) => ({
            ...journal,
            append(number, entry) {
                hasBegun = true;
                return journal.append(number, entry);
            },
        }),
    };
}

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./src/contracts/transaction/signer.js

/**
 * Opens a private key, with or without `0x`. The chain library is loaded only now.
 * @param name what the user's file says of it.
 * @throws UserError that doesn't repeat the key.
 */
async function openSigner(key, name) {
    if (key === undefined || key.trim() === '')
        throw notSet(name, "the deployer's private key");
    const digits = key.trim().replace(/^0x/i, '');
    if (!/^[0-9a-fA-F]{64}$/.test(digits)) {
        throw new errors/* UserError */.yo(`${name} holds no private key: expected 64 hexadecimal digits, with or without 0x`);
    }
    const { openEthersSigner } = await Promise.all(/* import() */[__webpack_require__.e(344), __webpack_require__.e(175)]).then(__webpack_require__.bind(__webpack_require__, 92175));
    try {
        return openEthersSigner(`0x${digits}`);
    }
    catch {
        // Without the cause: its text can hold the key.
        throw new errors/* UserError */.yo(`${name} holds no private key: the number is out of range`);
    }
}
/**
 * Opens a keyfile (Web3 Secret Storage, version 3), which takes about a second.
 * @throws UserError that repeats neither keyfile nor password.
 */
async function openKeystore({ keyfile, password }, name) {
    if (keyfile === undefined || keyfile.trim() === '')
        throw notSet(name, 'the keyfile of the deployer');
    if (password === undefined)
        throw notSet(`the password of ${name}`, 'the password of the keyfile');
    const { openEthersSigner, decryptKeystore } = await Promise.all(/* import() */[__webpack_require__.e(344), __webpack_require__.e(175)]).then(__webpack_require__.bind(__webpack_require__, 92175));
    const decrypted = await decryptKeystore(keyfile, password);
    if (decrypted === 'no-keystore') {
        throw new errors/* UserError */.yo(`${name} is no keyfile: expected JSON of Web3 Secret Storage, version 3`);
    }
    if (decrypted === 'wrong-address') {
        throw new errors/* UserError */.yo(`${name} has the key of another address than the one it names (its "address")`);
    }
    if (decrypted === 'wrong-password')
        throw new errors/* UserError */.yo(`the password does not open ${name}`);
    return openEthersSigner(decrypted.privateKey);
}
function notSet(name, what) {
    return new errors/* UserError */.yo(`${name} is not set: apply has to sign transactions with ${what}`);
}

// EXTERNAL MODULE: ./src/values/secret-reference.js
var secret_reference = __webpack_require__(64589);
;// CONCATENATED MODULE: ./src/release/deployer-key.js





/** The key that an environment's transactions are signed with. @throws UserError when it is missing or can't be opened. */
async function openDeployerKey({ chain, folder }, { secrets, workspace }) {
    const { signer } = chain;
    const secret = (reference) => (0,secret_reference/* isSecretReference */.IC)(reference) ? secrets((0,secret_reference/* secretName */.Gf)(reference)) : undefined;
    if (typeof signer === 'string')
        return openSigner(secret(signer), (0,chain_schema/* signerName */.E)(chain));
    const { keystore, password } = signer;
    const keyfile = (0,secret_reference/* isSecretReference */.IC)(keystore)
        ? secret(keystore)
        : await readKeyfile((0,external_node_path_.resolve)(workspace, folder), keystore);
    return openKeystore({ keyfile, password: secret(password) }, (0,chain_schema/* signerName */.E)(chain));
}
async function readKeyfile(folder, path) {
    try {
        return await (0,external_node_fs_promises_.readFile)((0,external_node_path_.resolve)(folder, path), 'utf8');
    }
    catch (cause) {
        throw new errors/* UserError */.yo(`the keyfile ${path} (chain.signer.keystore) can't be read`, { cause });
    }
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

// EXTERNAL MODULE: ./src/contracts/open-chain.js + 4 modules
var open_chain = __webpack_require__(45274);
// EXTERNAL MODULE: ./src/environment/glimpse.js
var glimpse = __webpack_require__(77719);
// EXTERNAL MODULE: ./src/environment/read-file.js
var read_file = __webpack_require__(8509);
// EXTERNAL MODULE: ./src/release/open-step.js + 20 modules
var open_step = __webpack_require__(90731);
// EXTERNAL MODULE: ./src/release/store-layout.js + 1 modules
var store_layout = __webpack_require__(67798);
;// CONCATENATED MODULE: ./src/release/early-look.js







/** Undefined when keep-deploy.yml is not right or a variable is missing: reading all of it then says what is wrong. */
async function lookEarly(inputs, ports, { signal, onTrouble, remainingMs }) {
    const seen = await (0,glimpse/* glimpse */.m)({
        readFile: (0,read_file/* workspaceFiles */.PZ)(ports.workspace),
        file: (0,external_node_path_.relative)(ports.workspace, inputs.file),
        environment: inputs.environment,
    });
    if (seen === undefined)
        return undefined;
    try {
        const chain = (0,open_chain/* openChain */.y)(seen.chain, { ...ports, onTrouble, remainingMs });
        const state = takenOnce((0,observe/* observe */.l)(chain, (0,address/* parseAddress */.o)(seen.chain.deployer), [], signal));
        const store = await (0,open_step/* openStoreAt */.DS)(seen.store, inputs, ports);
        const pointer = takenOnce((0,store_pointer/* readPointer */.q)(store, (0,store_layout/* pointerName */.Jy)(inputs.environment, 'contracts')));
        return { chain, store, takeState: state, takePointer: pointer };
    }
    catch {
        return undefined;
    }
}
/** A failure is heard by who takes it, or by nobody. */
function takenOnce(promise) {
    promise.catch(() => { });
    let left = promise;
    return () => {
        const taken = left;
        left = undefined;
        return taken;
    };
}

;// CONCATENATED MODULE: ./src/contracts/plan/plan-graph.js



/** GitHub draws no diagram of more than 500 edges or 50,000 characters; one of more than a hundred boxes shows nothing. */
const mostNodes = 80;
const mostEdges = 300;
const importance = ['create', 'call', 'keep', 'skip'];
/**
 * The set as a Mermaid graph in which what changes is marked; arrows lead from what is named to what names it. Where it is
 * too large, what changes stays, and what is kept goes first. No text in it has a character that is markup between quotes.
 */
function planGraph(set, { steps }) {
    const nodes = nodesOf(set, steps);
    const shown = nodes
        .toSorted((a, b) => importance.indexOf(a.step.kind) - importance.indexOf(b.step.kind))
        .slice(0, mostNodes);
    const chosen = nodes.filter((node) => shown.includes(node));
    const contracts = new Map(chosen.filter(isContract).map(({ step, id }) => [step.contract, id]));
    const edges = chosen.flatMap(({ id, names }) => names.flatMap((name) => {
        const from = contracts.get(name);
        return from === undefined || from === id ? [] : [`  ${from} --> ${id}`];
    }));
    const left = [
        ...(nodes.length > chosen.length ? [`  more["and ${nodes.length - chosen.length} more"]:::kept`] : []),
        ...(edges.length > mostEdges ? [`  rest["and ${edges.length - mostEdges} more arrows"]:::kept`] : []),
    ];
    return [
        'flowchart LR',
        ...chosen.map(drawNode),
        ...edges.slice(0, mostEdges),
        ...left,
        '  classDef created fill:#2da44e,color:#fff,stroke:#116329',
        '  classDef called fill:#bf8700,color:#fff,stroke:#7d4e00',
        '  classDef kept fill:#eaeef2,color:#57606a,stroke:#afb8c1',
    ].join('\n');
}
function nodesOf(set, steps) {
    const named = new Map(set.contracts.map((contract) => [contract.name, contractsOf(contract)]));
    // Calls stand in the plan in the order of the set.
    const calls = set.calls.values();
    return steps.map((step, index) => {
        const id = `n${index}`;
        if (step.kind === 'create' || step.kind === 'keep')
            return { id, step, names: named.get(step.contract) ?? [] };
        const call = calls.next().value;
        return call === undefined
            ? { id, step, names: [] }
            : { id, step, names: contractsOfCall(call), label: labelOfCall(call) };
    });
}
function isContract({ step }) {
    return step.kind === 'create' || step.kind === 'keep';
}
function drawNode({ id, step, label = '' }) {
    switch (step.kind) {
        case 'create':
            return `  ${id}["${plain(step.contract)}"]:::created`;
        case 'keep':
            return `  ${id}["${plain(step.contract)}"]:::kept`;
        case 'call':
            return `  ${id}(["${plain(label)}"]):::called`;
        case 'skip':
            return `  ${id}(["${plain(label)}"]):::kept`;
    }
}
function plain(name) {
    return name.replaceAll(/[^\w$(),. …-]/g, '_').slice(0, 80);
}

;// CONCATENATED MODULE: ./src/release/explorer-link.js
/** An address, or a transaction's hash, that leads to the chain's explorer where keep-deploy.yml names one. */
function linkTo({ chain: { explorer } }, kind, text) {
    return explorer === undefined ? text : { text, url: `${explorer.replace(/\/$/, '')}/${kind}/${text}` };
}

;// CONCATENATED MODULE: ./src/release/migration-summary.js



/** What a migration did (in a plan: would do), for the summary of the run: contracts before and after, why, and what it cost. */
function migrationSection(environment, set, result, dropped) {
    const { plan, record, changed } = result;
    // The same call can be wanted twice, and each has a transaction of its own.
    const transactions = Map.groupBy([
        ...record.contracts.map(({ address, transaction }) => ({ key: address, transaction })),
        ...record.calls.map(({ target, calldata, value, transaction }) => ({
            key: `${target} ${calldata} ${value}`,
            transaction,
        })),
    ], ({ key }) => key);
    const transactionOf = (step) => transactions.get(migration_summary_keyOf(step))?.shift()?.transaction ?? '';
    const isSent = result.openJournal !== undefined;
    const doubts = new Map(record.contracts.map(({ address, proof }) => [address, migration_summary_doubtOf[proof]]));
    const row = (step) => {
        // What an unfinished run has created is kept, and new to the record.
        const isNew = step.kind === 'keep' && step.source === 'journal';
        const isChange = step.kind === 'create' || step.kind === 'call' || isNew;
        const isContract = step.kind === 'create' || step.kind === 'keep';
        const before = step.kind === 'create' ? step.replaces : step.kind === 'keep' ? step.before : undefined;
        const doubt = isContract ? doubts.get(step.address) : undefined;
        const title = isContract ? step.contract : step.title;
        const transaction = transactionOf(step);
        return {
            severity: doubt !== undefined ? 'warned' : isChange ? 'changed' : 'unchanged',
            cells: [
                step.kind,
                title,
                before === undefined ? '' : linkTo(environment, 'address', before),
                isContract ? linkTo(environment, 'address', step.address) : '',
                isChange && isSent && transaction !== '' ? linkTo(environment, 'tx', transaction) : '',
                doubt === undefined ? step.reason : `${step.reason}; ${doubt}`,
            ],
        };
    };
    return {
        title: `Contracts of ${environment.name}`,
        severity: changed ? 'changed' : 'unchanged',
        text: costText(result),
        columns: ['step', 'contract', 'before', 'after', 'transaction', 'why'],
        rows: [
            ...plan.steps.map(row),
            ...dropped.map(({ what, address, reason }) => ({
                severity: 'changed',
                cells: ['drop', what, linkTo(environment, 'address', address), '', '', reason],
            })),
        ],
        ...(changed && { mermaid: planGraph(set, plan) }),
    };
}
/** What is less than a proof of every byte, and used all the same. */
const migration_summary_doubtOf = {
    exact: undefined,
    predicted: undefined,
    'metadata-differs': 'only the metadata of its code is other than what was created',
    unproved: 'its code is not proved (allow-unproved)',
};
/** What finds a step in the record. */
function migration_summary_keyOf(step) {
    switch (step.kind) {
        case 'create':
        case 'keep':
            return step.address;
        case 'call':
            return `${step.target} ${step.calldata} ${step.value}`;
        case 'skip':
            return `${step.known.target} ${step.known.calldata} ${step.known.value}`;
    }
}
function costText({ plan, counts, gasUsed, cost, blocks, forecast }) {
    const name = `plan ${plan.digest}`;
    if (counts.transactions > 0) {
        return `${name}: ${(0,counted/* counted */.h)(counts.transactions, 'transaction')} in ${(0,counted/* counted */.h)(blocks, 'block')} used ${gasUsed} gas and cost ${formatEther(cost)}`;
    }
    if (forecast === undefined)
        return `${name}: nothing to send`;
    return `${name}: ${forecast.gas} gas, at most ${formatEther(forecast.worstCost)}`;
}

// EXTERNAL MODULE: ./src/store/in-parallel.js
var in_parallel = __webpack_require__(14485);
;// CONCATENATED MODULE: ./src/release/journal-head.js


async function readHead(store, name, log) {
    const found = await store.read(name);
    if (found === undefined)
        return { head: undefined, generation: undefined };
    const head = parseHead(found.bytes);
    if (head === undefined)
        log.warning(`${name} in ${store.location} can't be read: the journal is read from its start`);
    return { head, generation: found.generation };
}
/**
 * Moves the head that was seen (undefined: not looked at yet) forward, unless another run has moved it meanwhile. What can't be written is only said: the
 * next run reads more.
 */
async function moveHead(store, name, head, seen, log) {
    const bytes = new TextEncoder().encode((0,canonical_json/* canonicalJson */.d)({ version: 1, ...head }));
    try {
        const present = seen ?? (await readHead(store, name, log));
        if (present.head !== undefined && present.head.next >= head.next)
            return;
        if (present.generation === undefined)
            await store.create(name, bytes);
        else
            await store.replace(name, bytes, present.generation);
    }
    catch (error) {
        log.warning(`${name} could not be moved: the next run reads more. ${(0,plain_text/* excerpt */.Kb)(String(error), 200)}`);
    }
}
function parseHead(bytes) {
    try {
        const { version, next, usedNonces, finalBlock, renewedScopes } = JSON.parse(new TextDecoder().decode(bytes));
        if (version !== 1 || !isCount(next) || !isCount(usedNonces))
            return undefined;
        if (finalBlock !== undefined && !(isCount(finalBlock.number) && (0,hex/* isHex */.qv)(finalBlock.hash)))
            return undefined;
        if (renewedScopes !== undefined && !isTexts(renewedScopes))
            return undefined;
        return {
            next,
            usedNonces,
            ...(finalBlock && { finalBlock: { number: finalBlock.number, hash: finalBlock.hash } }),
            ...(renewedScopes && { renewedScopes }),
        };
    }
    catch {
        return undefined;
    }
}
function isTexts(value) {
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
function isCount(value) {
    return Number.isSafeInteger(value) && value >= 0;
}

;// CONCATENATED MODULE: ./src/release/store-journal.js





const digits = 8;
/** How many names are asked for before the head is known. */
const firstNames = 250;
const readsAtOnce = 16;
/** The contracts room's journal, in the store: one object per entry, created once under the next number, and a head. */
function createStoreJournal(store, folder, log) {
    const nameOf = (number) => `${folder}/${String(number).padStart(digits, '0')}.json`;
    const headName = `${folder}/head.json`;
    const others = [headName, (0,store_layout/* lockIn */.$7)(folder)];
    const damaged = (what, cause) => new errors/* RemoteError */.Hi(`the journal in ${store.location} is damaged: ${what}. Nothing is sent before it is whole: bring the object back (the bucket may keep versions)`, { cause });
    let seenHead;
    /** The names from the one before the head on; from the first when there is no head that can be right. */
    async function findNames() {
        const [seen, first] = await Promise.all([
            readHead(store, headName, log),
            store.list(`${folder}/`, { limit: firstNames }),
        ]);
        seenHead = seen;
        const listFrom = (number) => store.list(`${folder}/`, { from: nameOf(number) });
        const whole = first.length < firstNames ? first : undefined;
        const last = (seen.head?.next ?? 0) - 1;
        if (seen.head !== undefined && last >= 0) {
            // The list may be older than the head.
            const names = whole?.includes(nameOf(last)) ? whole.slice(whole.indexOf(nameOf(last))) : await listFrom(last);
            if (names[0] === nameOf(last))
                return { head: seen.head, names: names.slice(1) };
            log.warning(`${headName} in ${store.location} is ahead of the journal: the journal is read from its start`);
            seenHead = { ...seen, head: undefined };
            return { head: undefined, names: await listFrom(0) };
        }
        return { head: seen.head, names: whole ?? (await listFrom(0)) };
    }
    async function readEntry(name, isLast) {
        const found = await store.read(name);
        if (found === undefined)
            throw damaged(`${name} was deleted while it was read`);
        try {
            return parseJournalEntry(new TextDecoder().decode(found.bytes));
        }
        catch (cause) {
            if (!isLast)
                throw damaged(`${name} is no journal entry`, cause);
            throw new errors/* RemoteError */.Hi(`the last entry of the journal, ${name} in ${store.location}, can't be read. keep-deploy writes an entry whole or not at all, so something else has cut or written it, and transactions may have been sent under it: nothing is sent. Bring the object back (the bucket may keep versions). If nothing can bring it back, and every transaction of the deployer on the chain, mined or pending, is one that the entries before it name, delete the object and run again`, { cause });
        }
    }
    return {
        async read() {
            const { head, names } = await findNames();
            const start = head?.next ?? 0;
            const entryNames = names.filter((name) => !others.includes(name));
            for (const [index, name] of entryNames.entries()) {
                const wanted = nameOf(start + index);
                if (name !== wanted)
                    throw damaged(`${wanted} is missing, ${name} is there`);
            }
            const outcomes = await (0,in_parallel/* inParallel */.H)(readsAtOnce, entryNames, (name) => readEntry(name, name === entryNames.at(-1)));
            const entries = outcomes.map((outcome) => {
                if (outcome.status === 'rejected')
                    throw outcome.reason;
                return outcome.value;
            });
            return { head, start, entries };
        },
        async append(number, entry) {
            const outcome = await store.create(nameOf(number), new TextEncoder().encode(encodeJournalEntry(entry)));
            return outcome === 'created' ? 'appended' : 'taken';
        },
        async checkpoint(head) {
            await moveHead(store, headName, head, seenHead, log);
            seenHead = undefined;
        },
    };
}

// EXTERNAL MODULE: ./src/release/unfinished-migration.js
var unfinished_migration = __webpack_require__(8638);
;// CONCATENATED MODULE: ./src/release/unfinished-section.js



function knownOf({ plan, steps, transactions, gasUsed, cost, blocks }) {
    const count = (kinds, fate) => steps.filter((item) => kinds.includes(item.step.kind) && item.fate.kind === fate).length;
    return {
        changed: true,
        counts: {
            deployed: count(['create', 'keep'], 'mined'),
            kept: count(['keep'], 'as-before'),
            called: count(['call', 'skip'], 'mined'),
            skipped: count(['skip'], 'as-before'),
            transactions,
        },
        gas: gasUsed,
        cost,
        blocks,
        plan: plan.digest,
    };
}
/** What a run that failed, or was stopped, had done: it is on the chain, and it is paid. */
function unfinishedSection(environment, known) {
    const { plan, steps, transactions, gasUsed, cost, blocks } = known;
    const mined = steps.filter(({ fate }) => 'transaction' in fate).length;
    return {
        title: `Contracts of ${environment.name}: not finished`,
        severity: 'failed',
        text: `plan ${plan.digest}: ${(0,counted/* counted */.h)(transactions, 'transaction')} signed, ${mined} of them mined in ${(0,counted/* counted */.h)(blocks, 'block')}, with ${gasUsed} gas for ${formatEther(cost)}. No record is written yet; the next run goes on from here`,
        columns: ['step', 'contract', 'address', 'transaction', 'cost', 'what became of it'],
        rows: steps.map(({ step, fate }) => {
            const isContract = step.kind === 'create' || step.kind === 'keep';
            return {
                severity: severities[fate.kind],
                cells: [
                    step.kind,
                    isContract ? step.contract : step.title,
                    isContract ? linkTo(environment, 'address', step.address) : '',
                    'transaction' in fate ? linkTo(environment, 'tx', fate.transaction) : '',
                    'cost' in fate && fate.cost !== undefined ? formatEther(fate.cost) : '',
                    'block' in fate ? `${words[fate.kind]} in block ${fate.block}` : words[fate.kind],
                ],
            };
        }),
    };
}
const severities = {
    reverted: 'failed',
    signed: 'warned',
    mined: 'changed',
    'not-sent': 'unchanged',
    'as-before': 'unchanged',
};
const words = {
    reverted: 'reverted',
    signed: 'signed; whether it is mined was not seen any more',
    mined: 'mined',
    'not-sent': 'not sent',
    'as-before': 'as before',
};

;// CONCATENATED MODULE: ./src/release/migrate-contracts.js
















/** Deploys what differs, proves it, publishes the contract record. */
async function migrate_contracts_migrateContracts(inputs, ports) {
    const time = limitChainTime(inputs.timeoutMs, ports.signal);
    const early = await lookEarly(inputs, ports, time);
    const environment = await (0,open_step/* openEnvironment */.Ay)(inputs, ports, ['chain', 'contracts'], { withArtifacts: true });
    const store = early?.store ?? (await (0,open_step/* openEnvironmentStore */.RZ)(environment, inputs, ports));
    return migrate({ environment, store, early, time }, inputs, ports);
}
/** The same for a step that has opened the environment already. */
async function migrateEnvironment(environment, store, inputs, ports) {
    const time = limitChainTime(inputs.timeoutMs, ports.signal);
    return migrate({ environment, store, early: undefined, time }, inputs, ports);
}
async function migrate({ environment, store, early, time }, inputs, ports) {
    const { log } = ports;
    const { mode, timeoutMs, lockTimeoutMs, breakLock } = inputs;
    const set = await prepareEnvironmentSet(environment, ports);
    for (const notice of set.notices)
        log.info(notice);
    const nodes = environment.locate('settings', ['environments', environment.name, 'chain', 'rpc']);
    time.setPlace(nodes);
    const chain = time.watchChain(early?.chain ?? (0,chain_gate/* openEnvironmentChain */.F)(environment, ports, time));
    const name = (0,store_layout/* pointerName */.Jy)(environment.name, 'contracts');
    let pointer;
    let previous;
    const deployer = (0,address/* parseAddress */.o)(environment.chain.deployer);
    const holder = ports.run.url ?? ports.run.commit ?? 'a run at a terminal';
    const result = await migrateContracts({
        set,
        settings: environment.chain,
        chain,
        takeEarlyState: () => early?.takeState(),
        openSigner: () => openDeployerKey(environment, ports),
        openJournal: (identity) => time.watchJournal(createStoreJournal(store, (0,store_layout/* journalFolder */.MT)(identity, deployer), log)),
        openLock: (identity) => openLock({
            store,
            name: (0,store_layout/* lockName */.l4)(identity, deployer),
            holder,
            waitMs: Math.min(lockTimeoutMs, timeoutMs),
            breakLock,
            log,
        }),
        holder,
        scope: environment.name,
        async readPreviousRecord() {
            pointer = await (early?.takePointer() ?? (0,store_pointer/* readPointer */.q)(store, name));
            previous = pointer && (0,journal_record/* parseContractRecord */.DM)(await (0,store_layout/* fetchDocument */.sW)(store, 'contract-records', pointer.target));
            return previous;
        },
        isRecordCurrent: async () => (await (0,store_pointer/* readPointer */.q)(store, name))?.generation === pointer?.generation,
        mode,
        options: inputs,
        deadlineMs: timeoutMs,
        log,
        signal: time.signal,
        clock: clock/* systemClock */.m,
    }).catch((error) => {
        const known = brokenOff.of(error);
        const told = placed(error, environment);
        if (known !== undefined) {
            ports.summary.add(unfinishedSection(environment, known));
            unfinished_migration/* unfinishedMigration */._.attach(told, knownOf(known));
        }
        throw told;
    });
    const { record, counts } = result;
    const dropped = droppedParts(previous, record);
    for (const { what, reason } of dropped)
        log.info(`drop   ${what} (${reason})`);
    ports.summary.add(migrationSection(environment, set, result, dropped));
    if (mode === 'plan') {
        const contracts = result.changed ? undefined : pointer?.target;
        return { contracts, record, changed: result.changed, counts, ...expectedUse(result) };
    }
    const { gasUsed: gas, cost, blocks, plan } = result;
    const digest = await publishRecord(environment, store, result, pointer, ports)
        .catch((error) => {
        if (counts.transactions > 0) {
            unfinished_migration/* unfinishedMigration */._.attach(error, { changed: true, counts, gas, cost, blocks, plan: plan.digest });
        }
        throw error;
    })
        .finally(() => releaseJournal(result.openJournal));
    log.info(`Contract record ${digest}: ${counts.deployed} deployed, ${counts.kept} kept, ${(0,counted/* counted */.h)(counts.transactions, 'transaction')}`);
    const changed = counts.transactions > 0 || pointer?.target !== digest;
    return { contracts: digest, record, changed, counts, gas, cost, blocks, plan: plan.digest };
}
/** An error, at the lines that it is about. */
function placed(error, environment) {
    if (error instanceof Refused)
        return new errors/* UserError */.yo(inTheFiles(error.problems, environment));
    if (!(error instanceof rpc/* NodeFailure */.t))
        return error;
    const place = environment.locate('settings', ['environments', environment.name, 'chain', 'rpc']);
    return new errors/* RemoteError */.Hi(error.message, { place });
}
/** The lines that what stops a run is about. */
function inTheFiles(problems, { name, locate }) {
    return problems.map(({ path, message }) => {
        if (path.length === 0)
            return { message };
        const isSettings = path[0] === 'chain';
        const place = isSettings ? locate('settings', ['environments', name, ...path]) : locate('contracts', path);
        return { ...place, message };
    });
}
/** What a plan will take, as far as it could be simulated. */
function expectedUse({ plan, forecast }) {
    const layers = plan.steps.flatMap((step) => ('layer' in step ? [step.layer] : []));
    return {
        gas: forecast?.gas ?? 0n,
        cost: forecast?.worstCost ?? 0n,
        blocks: new Set(layers).size,
        plan: plan.digest,
    };
}
/** The pointer moves, and only then the journal is closed. */
async function publishRecord(environment, store, { record, plan, openJournal }, pointer, { run }) {
    const digest = (0,journal_record/* contractRecordDigest */._t)(record);
    if (pointer?.target !== digest) {
        await (0,store_layout/* publish */.mk)(store, 'contract-records', record, { run, plan: plan.digest });
        const moved = await (0,store_pointer/* movePointer */.T)(store, (0,store_layout/* pointerName */.Jy)(environment.name, 'contracts'), digest, pointer);
        if (moved === 'conflict') {
            throw new errors/* RemoteError */.Hi(`another run has published contracts for ${environment.name} meanwhile; this run's contracts are recorded as ${digest} and in the journal. Run it again.`);
        }
    }
    await finishJournal(openJournal, digest);
    return digest;
}
/** Reads the artifacts, unless that was done with the files, and checks the set against them. @throws UserError with file and line of every mistake. */
async function prepareEnvironmentSet(environment, ports) {
    const { set, folder, prepared: known } = environment.contracts;
    if (known !== undefined)
        return known;
    const { prepared, problems } = await (0,prepare_set/* prepareContractSet */.y)(set, (0,external_node_path_.resolve)(ports.workspace, folder), (0,chain_facts/* chainFacts */.r5)(environment.chain));
    if (prepared === undefined)
        throw new errors/* UserError */.yo(environment.findings('contracts', problems));
    return prepared;
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
  $7: () => (/* binding */ lockIn),
  l4: () => (/* binding */ lockName),
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
/** Beside the entries, and taken by who appends to them. */
const lockName = (chain, deployer) => lockIn(journalFolder(chain, deployer));
const lockIn = (folder) => `${folder}/lock.json`;
const nameOf = (kind, digest) => `${kind}/${digest.slice('sha256:'.length)}`;
/** True when the store has exactly this document. */
async function isPublished(store, kind, document) {
    return (await store.read(`${nameOf(kind, (0,content_digest/* digestOf */.o)((0,canonical_json/* canonicalJson */.d)(document)))}.json`)) !== undefined;
}
/**
 * Stores a document under its digest; one that is there already stays, and so does its origin. A run killed between the
 * two leaves one of them, and the next one adds the other.
 */
async function publish(store, kind, document, { run, plan }) {
    const text = (0,canonical_json/* canonicalJson */.d)(document);
    const digest = (0,content_digest/* digestOf */.o)(text);
    const origin = (0,canonical_json/* canonicalJson */.d)({ commit: run.commit, run: run.id, url: run.url, ...(plan && { plan }) });
    await Promise.all([
        store.create(`${nameOf(kind, digest)}.origin.json`, new TextEncoder().encode(origin)),
        putContent(store, kind, new TextEncoder().encode(text)),
    ]);
    return digest;
}
/** The document behind a digest, as text. @throws UserError when the store has none, or its bytes are not the digest's. */
async function fetchDocument(store, kind, digest) {
    return new TextDecoder().decode(await readContent(store, kind, digest));
}


/***/ }),

/***/ 8638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ unfinishedMigration)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16392);

/** Attached to the error that ends a step which has sent something. */
const unfinishedMigration = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .createAttachment */ .c)();


/***/ }),

/***/ 16392:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ createAttachment)
/* harmony export */ });
function createAttachment() {
    const values = new WeakMap();
    return {
        attach(error, value) {
            if (typeof error === 'object' && error !== null)
                values.set(error, value);
        },
        of: (error) => (typeof error === 'object' && error !== null ? values.get(error) : undefined),
    };
}


/***/ })

};

