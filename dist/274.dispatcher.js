export const id = 274;
export const ids = [274];
export const modules = {

/***/ 23274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   action: () => (/* binding */ action)
/* harmony export */ });
/* harmony import */ var _src_release_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(22024);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96405);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);
/* harmony import */ var _shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77938);



const action = (0,_src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .defineAction */ .Q)({
    name: 'migrate-contracts',
    description: "Deploys an environment's contract set, proves its code on the chain and publishes the contract record",
    inputs: {
        ..._shared_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .environmentInputs */ .r,
        timeout: {
            description: 'How long the chain may take in all, such as 10m.',
            parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .durationMs */ .pc,
            default: '15m',
        },
    },
    outputs: {
        contracts: {
            description: 'Digest of the contract record in the store; empty when a plan found something to do.',
        },
        changed: { description: 'true when a transaction was sent (in a plan: would be sent).' },
        deployed: { description: 'Number of contracts created.' },
        kept: { description: 'Number of contracts kept as they are on the chain.' },
        called: { description: 'Number of post-deploy calls made.' },
        skipped: { description: 'Number of post-deploy calls that were done already.' },
        transactions: { description: 'Number of transactions that this run sent or finished for a killed run.' },
    },
    async run({ timeout, ...inputs }, context) {
        const result = await (0,_src_release_index_js__WEBPACK_IMPORTED_MODULE_3__/* .migrateContracts */ .Zw)({ ...inputs, timeoutMs: timeout }, context);
        context.setOutput('contracts', result.contracts ?? '');
        context.setOutput('changed', result.changed);
        context.setOutput('deployed', result.counts.deployed);
        context.setOutput('kept', result.counts.kept);
        context.setOutput('called', result.counts.called);
        context.setOutput('skipped', result.counts.skipped);
        context.setOutput('transactions', result.counts.transactions);
    },
});


/***/ }),

/***/ 77938:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ rolloutInputs),
/* harmony export */   r: () => (/* binding */ environmentInputs)
/* harmony export */ });
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2726);
/* harmony import */ var _src_runner_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(72530);

/** What every action needs to know: which environment, described in which file. */
const environmentInputs = {
    environment: {
        description: 'Name of the environment in keep-deploy.yml.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq,
        isRequired: true,
    },
    file: {
        description: 'Path of keep-deploy.yml, relative to the workspace.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_1__/* .existingPath */ .J,
        default: 'keep-deploy.yml',
    },
};
/** What decides how the clients are rolled. */
const rolloutInputs = {
    image: {
        description: "The clients' image by digest, such as registry/client@sha256:…; without it the one in the clients file.",
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq,
        isOptional: true,
    },
    repin: {
        description: 'true accepts another cluster than the one of the first release, and says old and new.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zM,
        default: 'false',
    },
    'client-timeout': {
        description: 'How long one client may take until it is ready, such as 5m.',
        parser: _src_runner_index_js__WEBPACK_IMPORTED_MODULE_0__/* .durationMs */ .pc,
        default: '5m',
    },
};


/***/ }),

/***/ 22024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fq: () => (/* binding */ rollDeployment),
/* harmony export */   KH: () => (/* binding */ smokeTest),
/* harmony export */   Xi: () => (/* binding */ pushArtifact),
/* harmony export */   Zw: () => (/* binding */ migrateContracts),
/* harmony export */   eW: () => (/* binding */ releaseNetwork),
/* harmony export */   qi: () => (/* binding */ renderClientConfig)
/* harmony export */ });

/** Deploys the contract set, proves it, publishes the contract record. */
async function migrateContracts(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(645), __webpack_require__.e(456), __webpack_require__.e(771), __webpack_require__.e(412), __webpack_require__.e(927)]).then(__webpack_require__.bind(__webpack_require__, 66927))).migrateContracts(inputs, ports);
}
/** Renders and checks every client's configuration from a contract record. */
async function renderClientConfig(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(645), __webpack_require__.e(456), __webpack_require__.e(292), __webpack_require__.e(771), __webpack_require__.e(412), __webpack_require__.e(927), __webpack_require__.e(151)]).then(__webpack_require__.bind(__webpack_require__, 68151))).renderClientConfig(inputs, ports);
}
/** Pushes files to the environment's store. */
async function pushArtifact(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(645), __webpack_require__.e(456), __webpack_require__.e(771), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 1968))).pushArtifact(inputs, ports);
}
/** Rolls the clients to a release, new or stored. */
async function rollDeployment(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(645), __webpack_require__.e(456), __webpack_require__.e(292), __webpack_require__.e(771), __webpack_require__.e(412), __webpack_require__.e(927), __webpack_require__.e(806)]).then(__webpack_require__.bind(__webpack_require__, 12806))).rollDeployment(inputs, ports);
}
/** Checks a release; green moves `last-good`. */
async function smokeTest(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(645), __webpack_require__.e(456), __webpack_require__.e(292), __webpack_require__.e(771), __webpack_require__.e(412), __webpack_require__.e(560)]).then(__webpack_require__.bind(__webpack_require__, 44560))).smokeTest(inputs, ports);
}
/** All of it, in order. */
async function releaseNetwork(inputs, ports) {
    return (await Promise.all(/* import() */[__webpack_require__.e(645), __webpack_require__.e(456), __webpack_require__.e(292), __webpack_require__.e(771), __webpack_require__.e(412), __webpack_require__.e(927), __webpack_require__.e(806), __webpack_require__.e(51)]).then(__webpack_require__.bind(__webpack_require__, 53051))).releaseNetwork(inputs, ports);
}


/***/ }),

/***/ 72530:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ existingPath),
/* harmony export */   X: () => (/* binding */ outputPath)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _parser_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2726);



/** A file or folder that exists in the workspace; symbolic links are followed first, and must not lead out of it. */
const existingPath = {
    accepts: 'the path of a file or folder that exists in the workspace',
    parse: (value, context) => contained(resolvePath(value, context), context),
};
/** A path in the workspace at which a file may be written; its folders need not exist yet. */
const outputPath = {
    accepts: 'a path in the workspace',
    parse: (value, context) => contained(resolveExistingPart(resolvePath(value, context, 'unchecked')), context),
};
function resolvePath(value, { workspace }, existence = 'required') {
    if (value.includes('\0'))
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('a path with a NUL character');
    // On Linux a backslash is a letter, so `..\x` would be a file of that name: nobody means that.
    if (node_path__WEBPACK_IMPORTED_MODULE_1__.sep === '/' && value.includes('\\'))
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('a path with a backslash');
    if (/[\r\n]/.test(value))
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('several lines');
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, value);
    if (existence === 'unchecked')
        return path;
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(path);
    }
    catch {
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('a path at which nothing is');
    }
}
/** Follows the links of the part that exists, so that a linked folder can't lead a new file out of the workspace. */
function resolveExistingPart(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(path);
    }
    catch {
        const parent = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path);
        return parent === path ? path : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(resolveExistingPart(parent), (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path));
    }
}
function contained(path, { workspace }) {
    const way = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(workspace), path);
    if (way === '..' || way.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_1__.sep}`) || (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(way))
        throw new _parser_js__WEBPACK_IMPORTED_MODULE_2__/* .Rejected */ .HE('a path that leads out of the workspace');
    return path;
}


/***/ })

};

