export const id = 244;
export const ids = [244];
export const modules = {

/***/ 39244:
/***/ ((__webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__webpack_require__.r(__webpack_exports__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(37122);
/* harmony import */ var _runner_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(96405);
/* harmony import */ var _runner_index_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2726);
/* harmony import */ var _runner_index_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(57238);




const passwordVariable = 'KEEP_ETHEREUM_PASSWORD';
const account = (0,_runner_index_js__WEBPACK_IMPORTED_MODULE_2__/* .defineAction */ .Q)({
    name: 'account',
    description: `Prints a keyfile's address, public key and peer id; the password comes from ${passwordVariable}`,
    hasMode: false,
    inputs: {
        keyfile: {
            description: 'The V3 keyfile; it may stand anywhere.',
            parser: { ..._runner_index_js__WEBPACK_IMPORTED_MODULE_3__/* .text */ .Qq, accepts: 'the path of a keyfile' },
            isRequired: true,
        },
    },
    outputs: {
        address: { description: 'The account’s address.' },
        'public-key': { description: 'What the clients file says under public-key.' },
        'peer-id': { description: 'How other clients name this one.' },
    },
    async run({ keyfile }, { workspace, secrets, setOutput }) {
        const password = secrets(passwordVariable);
        if (password === undefined)
            throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .yo(`${passwordVariable} is not set: it holds the keyfile's password`);
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, keyfile);
        const content = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8').catch((cause) => {
            throw new _report_index_js__WEBPACK_IMPORTED_MODULE_4__/* .UserError */ .yo(`there is no readable file at ${keyfile}`, { cause });
        });
        const { describeAccount } = await Promise.all(/* import() */[__webpack_require__.e(26), __webpack_require__.e(73)]).then(__webpack_require__.bind(__webpack_require__, 43073));
        const { address, publicKey, peerId } = await describeAccount(content, password);
        setOutput('address', address);
        setOutput('public-key', publicKey);
        setOutput('peer-id', peerId);
    },
});
await (0,_runner_index_js__WEBPACK_IMPORTED_MODULE_5__/* .runInTerminal */ .x)('keep-deploy', {
    'migrate-contracts': { load: async () => (await __webpack_require__.e(/* import() */ 274).then(__webpack_require__.bind(__webpack_require__, 23274))).action },
    'render-client-config': { load: async () => (await __webpack_require__.e(/* import() */ 112).then(__webpack_require__.bind(__webpack_require__, 47112))).action },
    'push-artifact': { load: async () => (await __webpack_require__.e(/* import() */ 256).then(__webpack_require__.bind(__webpack_require__, 26256))).action },
    'roll-deployment': { load: async () => (await __webpack_require__.e(/* import() */ 468).then(__webpack_require__.bind(__webpack_require__, 84468))).action },
    'smoke-test': { load: async () => (await __webpack_require__.e(/* import() */ 115).then(__webpack_require__.bind(__webpack_require__, 69115))).action },
    release: { load: async () => (await __webpack_require__.e(/* import() */ 168).then(__webpack_require__.bind(__webpack_require__, 74168))).action },
    account: { load: async () => account, positional: 'keyfile' },
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 57238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  x: () => (/* binding */ runInTerminal)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./src/report/redaction.js + 1 modules
var redaction = __webpack_require__(18793);
// EXTERNAL MODULE: ./src/report/create-log.js + 1 modules
var create_log = __webpack_require__(61588);
// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
// EXTERNAL MODULE: ./src/report/summary.js
var summary = __webpack_require__(27461);
;// CONCATENATED MODULE: ./src/report/summary-text.js


const mostRows = 200;
/** Sections as lines for a terminal, tables in columns. */
function summaryText(sections, redact) {
    const cell = (text) => (0,plain_text/* excerpt */.Kb)(redact((0,plain_text/* plainText */.wh)(text)), 200);
    return sections.flatMap((section) => {
        const rows = section.rows ?? [];
        const title = `${cell(section.title)}${rows.length === 0 ? '' : `: ${(0,summary/* countRows */.BO)(section)}`}`;
        const table = rows
            .slice(0, mostRows)
            .map((row) => (section.columns ?? row.cells).map((_, column) => cell(textOf(row.cells[column] ?? ''))));
        const all = section.columns === undefined ? table : [section.columns.map(cell), ...table];
        const more = rows.length > mostRows ? [`  and ${rows.length - mostRows} more`] : [];
        return [
            '',
            title,
            ...(0,summary/* textLines */.Fy)(redact((0,plain_text/* plainText */.wh)(section.text ?? ''))).map((line) => `  ${line}`),
            ...(table.length === 0 ? [] : inColumns(all)),
            ...more,
        ];
    });
}
function textOf(content) {
    return typeof content === 'string' ? content : content.text;
}
function inColumns(rows) {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows.map((row) => `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

// EXTERNAL MODULE: ./src/report/nearest-name.js
var nearest_name = __webpack_require__(95675);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
;// CONCATENATED MODULE: ./src/runner/child-process.js


const keptCharacters = 1024 * 1024;
const graceMs = 2000;
/**
 * Runs a program without a shell. Secrets never stand in `args`: every user of the machine can read them.
 * At the deadline or the abort its whole process group is asked to end, and killed 2 s later.
 * @throws RemoteError when it can't be started or didn't end in time; the signal's reason when it was aborted.
 */
async function runChild(command, args, options) {
    const { folder, environment, deadlineMs, signal, log } = options;
    signal.throwIfAborted();
    const hasGroup = process.platform !== 'win32';
    const child = (0,external_node_child_process_.spawn)(command, [...args], {
        cwd: folder,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: hasGroup,
    });
    const stop = stopper(child, hasGroup);
    const deadline = setTimeout(stop.because, deadlineMs, new errors/* RemoteError */.Hi(`${command} did not end within ${deadlineMs} ms`));
    const onAbort = () => stop.because(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
        const stdout = collect(child.stdout, (text) => log?.untrusted(command, text));
        const stderr = collect(child.stderr, (text) => log?.untrusted(command, text));
        const exitCode = await new Promise((resolve, reject) => {
            child.on('error', (cause) => reject(new errors/* RemoteError */.Hi(`${command} can't be started`, { cause })));
            child.on('close', (code) => resolve(code ?? 128));
        });
        if (stop.reason() !== undefined)
            throw stop.reason();
        return { exitCode, stdout: stdout(), stderr: stderr() };
    }
    finally {
        clearTimeout(deadline);
        signal.removeEventListener('abort', onAbort);
        stop.release();
    }
}
/** Hands on whole lines only: half a line could be the first half of a secret, or hide a command's start. */
function collect(stream, onLines) {
    let kept = '';
    let open = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
        kept = (kept + chunk).slice(-keptCharacters);
        open += chunk;
        const end = open.lastIndexOf('\n') + 1;
        if (end > 0)
            onLines(open.slice(0, end));
        open = open.slice(end);
        if (open.length > keptCharacters) {
            onLines(open);
            open = '';
        }
    });
    stream.on('end', () => {
        if (open !== '')
            onLines(open);
    });
    return () => kept;
}
function stopper(child, hasGroup) {
    let reason;
    let timer;
    const send = (name) => {
        try {
            if (hasGroup && child.pid !== undefined)
                process.kill(-child.pid, name);
            else
                child.kill(name);
        }
        catch {
            // It has already ended.
        }
    };
    return {
        because(why) {
            if (reason !== undefined)
                return;
            reason = why;
            send('SIGTERM');
            timer = setTimeout(send, graceMs, 'SIGKILL');
        },
        reason: () => reason,
        release: () => clearTimeout(timer),
    };
}

;// CONCATENATED MODULE: ./src/runner/command-line.js

/**
 * Reads `--name value` and `--name=value`; a value that isn't marked belongs to the input `positional`.
 * @throws UserError naming every argument that isn't understood.
 */
function parseCommandLine(args, inputs, positional) {
    const given = new Map();
    const findings = [];
    const give = (name, value) => {
        if (given.has(name))
            findings.push({ message: `--${name} is given twice` });
        given.set(name, value);
    };
    for (let index = 0; index < args.length; index += 1) {
        const argument = args[index] ?? '';
        if (argument === '--help' || argument === '-h')
            return { given, isHelp: true };
        const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
        if (name === undefined) {
            if (positional !== undefined && !argument.startsWith('-') && !given.has(positional))
                give(positional, argument);
            else
                findings.push({ message: `an argument that belongs to no flag (number ${index + 1}); write --name value` });
            continue;
        }
        const next = args[index + 1];
        const isApart = value === undefined && next !== undefined && !next.startsWith('--');
        if (isApart)
            index += 1;
        const text = value ?? (isApart ? next : undefined);
        if (!Object.hasOwn(inputs, name))
            findings.push({ message: unknownFlag(name, inputs) });
        else if (text === undefined)
            findings.push({ message: `--${name} has no value; expected ${inputs[name]?.parser.accepts}` });
        else
            give(name, text);
    }
    if (findings.length > 0)
        throw new errors/* UserError */.yo(findings);
    return { given, isHelp: false };
}
function unknownFlag(name, inputs) {
    const meant = (0,nearest_name/* nearestName */.q)(name, Object.keys(inputs));
    return `there is no --${name}; ${meant === undefined ? 'see --help' : `did you mean --${meant}?`}`;
}

// EXTERNAL MODULE: ./src/runner/conduct.js + 1 modules
var conduct = __webpack_require__(78903);
// EXTERNAL MODULE: ./src/runner/environment-variables.js
var environment_variables = __webpack_require__(23232);
// EXTERNAL MODULE: ./src/runner/failure.js
var failure = __webpack_require__(8431);
;// CONCATENATED MODULE: ./src/runner/help.js
/** All commands with a line each. */
function programHelp(program, actions) {
    const width = Math.max(...actions.map(({ name }) => name.length));
    return [
        `Usage: ${program} COMMAND --INPUT VALUE …`,
        '',
        'Commands:',
        ...actions.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`),
        '',
        `${program} COMMAND --help shows a command's inputs and outputs.`,
        'Secrets stand in the environment, never in an argument. Outputs go to stdout as name=value, everything else to stderr.',
        'KEEP_DEPLOY_DEBUG=1 shows more.',
        '',
    ].join('\n');
}
function commandHelp(program, { name, description, inputs, outputs }, positional) {
    const outputEntries = Object.entries(outputs);
    const hasFlags = Object.keys(inputs).some((input) => input !== positional);
    const usage = [program, name, ...(positional === undefined ? [] : [positional.toUpperCase()])];
    return [
        `Usage: ${[...usage, ...(hasFlags ? ['--INPUT VALUE …'] : [])].join(' ')}`,
        '',
        description,
        '',
        'Inputs:',
        ...Object.entries(inputs).flatMap(([input, definition]) => [
            `  --${input}  (${necessity(definition)})`,
            `      ${definition.description}`,
        ]),
        ...(outputEntries.length === 0 ? [] : ['', 'Outputs:']),
        ...outputEntries.flatMap(([output, definition]) => [`  ${output}`, `      ${definition.description}`]),
        '',
    ].join('\n');
}
function necessity({ parser, isRequired, default: fallback }) {
    if (isRequired)
        return `required: ${parser.accepts}`;
    return fallback === undefined ? `optional: ${parser.accepts}` : `default ${fallback}: ${parser.accepts}`;
}

// EXTERNAL MODULE: ./src/runner/library-output.js
var library_output = __webpack_require__(15366);
;// CONCATENATED MODULE: ./src/runner/node-version.js
const oldest = 24;
/** What is wrong with a version of Node such as `20.20.2`, or nothing. An older one fails only when a package is loaded. */
function nodeVersionProblem(program, version) {
    if (Number.parseInt(version, 10) >= oldest)
        return undefined;
    return `${program} needs Node ${oldest}; this is Node ${version}: install Node ${oldest} or newer and put it first in PATH (\`node --version\` shows which one is)`;
}

// EXTERNAL MODULE: ./src/runner/run-identity.js
var run_identity = __webpack_require__(96023);
// EXTERNAL MODULE: ./src/runner/secret-source.js
var secret_source = __webpack_require__(36695);
;// CONCATENATED MODULE: ./src/runner/run-in-terminal.js













/** The entry of the command line. Outputs go to stdout as `name=value`, all else to stderr. */
async function runInTerminal(program, commands) {
    const [name = '', ...args] = process.argv.slice(2);
    const environment = (0,environment_variables/* takeEnvironment */.x)(process.env);
    const redactor = (0,redaction/* createRedactor */.l)();
    const isDebug = environment.get('KEEP_DEPLOY_DEBUG') === '1';
    const log = (0,create_log/* createLog */.h)((0,create_log/* terminalSink */.c)((line) => void process.stderr.write(`${line}\n`), isDebug), redactor);
    (0,library_output/* fenceLibraries */.G)(log);
    (0,secret_source/* hideProxyPasswords */.J)(environment, redactor);
    try {
        const problem = nodeVersionProblem(program, process.versions.node);
        if (problem !== undefined)
            throw new errors/* UserError */.yo(problem);
        if (['', 'help', '--help', '-h'].includes(name)) {
            const actions = await Promise.all(Object.values(commands).map(({ load }) => load()));
            (name === '' ? process.stderr : process.stdout).write(programHelp(program, actions));
            process.exitCode = name === '' ? 2 : 0;
            return;
        }
        const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
        if (command === undefined)
            throw new errors/* UserError */.yo(unknownCommand(name, Object.keys(commands)));
        const action = await command.load();
        const line = parseCommandLine(args, action.inputs, command.positional);
        if (line.isHelp)
            process.stdout.write(commandHelp(program, action, command.positional));
        else
            (0,library_output/* endSoon */.n)(await runAction(action, line, { environment, redactor, log }));
    }
    catch (error) {
        (0,library_output/* endSoon */.n)((0,failure/* reportFailure */.x)(program, error, log).exitCode);
    }
}
async function runAction(action, { given }, { environment, redactor, log }) {
    const workspace = (0,external_node_fs_.realpathSync)(process.cwd());
    return (0,conduct/* conduct */.V)(action, {
        log,
        redactor,
        secrets: (0,secret_source/* createSecrets */.g)(environment, redactor, log),
        readInput: (input) => given.get(input),
        workspace,
        run: await terminalRun(environment, workspace),
        isHostedRunner: (0,run_identity/* isHostedRunner */.e)(environment),
        storageEndpoint: environment.get('STORAGE_EMULATOR_HOST'),
        passedOn: environment.passedOn,
        temporaryParent: environment.get('RUNNER_TEMP') ?? (0,external_node_os_.tmpdir)(),
        setOutput: (output, value) => void process.stdout.write(`${output}=${outputText(value)}\n`),
        showSummary(sections) {
            for (const line of summaryText(sections, redactor.redact))
                log.info(line);
        },
    });
}
/** One line per output: a text with line breaks, or one that a runner would take for a command, is written as JSON. */
function outputText(value) {
    return /[\r\n]|##\[/.test(value) ? JSON.stringify(value).replaceAll('#[', '\\u0023[') : value;
}
/** The commit is the checkout's, when this is one; without git there is none to name. */
async function terminalRun(environment, workspace) {
    const run = { id: 'terminal', ...(0,run_identity/* runIdentity */.y)(environment) };
    if (run.commit !== undefined)
        return run;
    const options = {
        folder: workspace,
        environment: environment.passedOn,
        deadlineMs: 5000,
        signal: new AbortController().signal,
    };
    const answer = await runChild('git', ['rev-parse', '--verify', 'HEAD'], options).catch(() => undefined);
    const commit = answer?.exitCode === 0 ? answer.stdout.trim() : undefined;
    return commit === undefined ? run : { ...run, commit };
}
function unknownCommand(name, names) {
    const meant = (0,nearest_name/* nearestName */.q)(name, names);
    return `there is no command ${name}; ${meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`}`;
}


/***/ })

};

