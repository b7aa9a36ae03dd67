export const id = 18;
export const ids = [18];
export const modules = {

/***/ 61588:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  h: () => (/* binding */ createLog),
  c: () => (/* binding */ terminalSink)
});

// EXTERNAL MODULE: ./src/report/errors.js
var errors = __webpack_require__(37122);
;// CONCATENATED MODULE: ./src/report/fence.js
/**
 * One plain line as the runner prints it and never obeys it. The runner reads every line of stdout and stderr: `::name::`
 * after leading white space is a command (ActionCommand.TryParseV2), and so is `##[name]` anywhere (TryParse).
 */
function fenceLine(line) {
    return line.replace(/^(\s*):(?=:)/u, '$1: ').replaceAll('##[', '## [');
}
/** Foreign text line by line, each line marked with where it comes from. Expects plain text. */
function fenceLines(source, text) {
    const mark = source.replaceAll(/[^\p{L}\p{N} ._/@-]+/gu, ' ').trim() || 'unnamed';
    return text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => fenceLine(`${mark} | ${line}`));
}

// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
;// CONCATENATED MODULE: ./src/report/create-log.js



function createLog(sink, redactor) {
    const clean = (text) => redactor.redact((0,plain_text/* plainText */.wh)(text));
    const lines = (text) => clean(text).split('\n').map(fenceLine);
    const cleanFinding = (finding) => ({
        ...finding,
        ...(finding.file === undefined ? {} : { file: clean(finding.file) }),
    });
    const annotate = (level, message, finding) => sink.annotate(level, lines(message).join('\n'), finding === undefined ? undefined : cleanFinding(finding));
    let depth = 0;
    return {
        info: (message) => lines(message).forEach(sink.line),
        warning: (message, finding) => annotate('warning', message, finding),
        error: (message, finding) => annotate('error', message, finding),
        debug: (message) => lines(message).forEach(sink.debug),
        async group(title, body) {
            const heading = lines(title).join(' ');
            // The runner has no groups within groups: an inner one would close the outer.
            if (depth > 0)
                sink.line(heading);
            else
                sink.openGroup(heading);
            depth += 1;
            try {
                return await body();
            }
            finally {
                depth -= 1;
                if (depth === 0)
                    sink.closeGroup();
            }
        },
        untrusted: (source, text) => fenceLines(clean(source), clean(text)).forEach(sink.line),
    };
}
/** Lines for a person at a terminal; groups are headings with their lines indented. */
function terminalSink(write, isDebug) {
    let indent = '';
    const line = (text) => write(`${indent}${text}`);
    return {
        line,
        debug: (text) => (isDebug ? line(`debug: ${text}`) : undefined),
        annotate: (level, text, finding) => `${level}: ${(0,errors/* describeFinding */.jb)({ ...finding, message: text })}`.split('\n').forEach(line),
        openGroup(title) {
            line(title);
            indent = '  ';
        },
        closeGroup() {
            indent = '';
        },
    };
}


/***/ }),

/***/ 37122:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hi: () => (/* binding */ RemoteError),
/* harmony export */   jb: () => (/* binding */ describeFinding),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/** The user's workflow or files must change. Carries every finding, so that all are mended in one go. */
class UserError extends Error {
    name = 'UserError';
    findings;
    /** What holds for all of them, such as that nothing was written: told after them, and no finding. */
    advice;
    constructor(findings, { advice, ...options } = {}) {
        const list = typeof findings === 'string' ? [{ message: findings }] : findings;
        super([...list.map(describeFinding), ...(advice === undefined ? [] : [advice])].join('\n'), options);
        this.findings = list;
        this.advice = advice;
    }
}
/** The other side failed or answered what can't be used: says what was asked and what was answered. */
class RemoteError extends Error {
    name = 'RemoteError';
    /** Where the user's file names the other side. */
    place;
    /** What the step ends with, where a workflow is to tell this failure from others. */
    exitCode;
    constructor(message, { place, exitCode, ...options } = {}) {
        super(message, options);
        this.place = place;
        this.exitCode = exitCode;
    }
}
/** `file:line:column: message`, as editors and terminals link it. */
function describeFinding({ file, line, column, message }) {
    if (file === undefined)
        return message;
    return `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}`;
}


/***/ }),

/***/ 95675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ nearestAdvice),
/* harmony export */   q: () => (/* binding */ nearestName)
/* harmony export */ });
/** The known name a mistyped one was probably meant to be, or nothing when none is near. */
function nearestName(name, known) {
    const bare = simplified(name);
    const ranked = known
        .map((candidate) => ({ candidate, distance: editDistance(bare, simplified(candidate)) }))
        .sort((a, b) => a.distance - b.distance);
    const nearest = ranked[0];
    return nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(name.length / 3))
        ? nearest.candidate
        : undefined;
}
/** `: did you mean "…"?`, or nothing when no known name is near. */
function nearestAdvice(name, known) {
    const nearest = nearestName(name, known);
    return nearest === undefined ? '' : `: did you mean "${nearest}"?`;
}
/** Case, dashes and underscores are what people get wrong most; they don't count as a difference. */
function simplified(name) {
    return name.toLowerCase().replace(/[-_\s]/g, '');
}
/** Insertions, deletions, replacements and swaps of neighbours between two names. */
function editDistance(a, b) {
    let beforeLast = [];
    let last = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const row = [i];
        for (let j = 1; j <= b.length; j++) {
            const isSame = a[i - 1] === b[j - 1];
            let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
                best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
            row.push(best);
        }
        beforeLast = last;
        last = row;
    }
    return last[b.length] ?? 0;
}


/***/ }),

/***/ 2593:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K1: () => (/* binding */ cutMark),
/* harmony export */   Kb: () => (/* binding */ excerpt),
/* harmony export */   wh: () => (/* binding */ plainText)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57975);

/**
 * Text without anything that a terminal or the runner acts on: terminal escapes, control characters and characters that
 * are compared as nothing. (.NET compares strings by culture, so the runner takes `:`, a zero-width space and `:` for
 * `::`.) Every kind of line separator becomes a line feed.
 */
function plainText(text) {
    return (0,node_util__WEBPACK_IMPORTED_MODULE_0__.stripVTControlCharacters)(text)
        .replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
        .replaceAll(/(?![\n\t])[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '');
}
/** Ends every text that was cut; redaction looks here for the first half of a secret. */
const cutMark = '…';
/** Foreign text as part of an error's message: one line, plain, at most `limit` characters. */
function excerpt(text, limit = 500) {
    // Cut first: a remote side may answer with hundreds of megabytes.
    const line = plainText(text.slice(0, limit * 4))
        .replaceAll(/\s+/g, ' ')
        .trim();
    const isWhole = text.length <= limit * 4 && line.length <= limit;
    return isWhole ? line : `${line.slice(0, limit - 1).toWellFormed()}${cutMark}`;
}


/***/ }),

/***/ 18793:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ createRedactor)
});

// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
;// CONCATENATED MODULE: ./src/report/secret-forms.js
/** Shorter texts stand in too many harmless words: hiding them would shred the log and hide nothing. */
const shortestSecret = 8;
/** Every form in which a secret may come back: from an error's text, a URL, a header, a JSON answer, a dump. */
function secretForms(secret) {
    const trimmed = secret.trim();
    const lines = trimmed.split(/[\r\n]+/).map((line) => line.trim());
    const forms = [secret, trimmed, ...lines, ...urlParts(trimmed)].flatMap((part) => [
        part,
        ...(isLongEnough(part)
            ? [...jsonForms(part), ...urlForms(part), ...base64Forms(part), ...hexForms(part), xmlForm(part)]
            : []),
    ]);
    return [...new Set([...forms, ...numberForms(trimmed)])].filter(isLongEnough);
}
/** True for a text that can be hidden without hiding half the log. */
function isLongEnough(text) {
    return squeeze(text).length >= shortestSecret;
}
/** Without white space: a secret that was wrapped or indented is found all the same. */
function squeeze(text) {
    return text.replaceAll(/\s+/g, '');
}
/** A hosted RPC URL carries its key in the user part, the path or the query; clients often report only such a part. */
function urlParts(text) {
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text))
        return [];
    const { username, password, pathname, search, hash, href } = new URL(text);
    const parts = [...pathname.split('/'), ...search.slice(1).split(/[&=]/), hash.slice(1)].filter(isKeyLike);
    const user = [username, password, password === '' ? '' : `${username}:${password}`];
    const path = [pathname, pathname.slice(1), pathname + search].filter(isKeyLike);
    return [href, ...[...user, ...path, ...parts].flatMap((part) => [part, decoded(part)])];
}
/** A word such as `ethereum` in a URL's path is no key. */
function isKeyLike(part) {
    return part.length >= 16 || (part.length >= shortestSecret && /\d/.test(part));
}
function decoded(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return part;
    }
}
/** As a JSON string's inside, also with what Go and PHP escape, and as JSON within JSON. */
function jsonForms(text) {
    const once = JSON.stringify(text).slice(1, -1);
    const unicode = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const go = once.replaceAll(/[<>&\u2028\u2029]/g, unicode);
    const ascii = once.replaceAll(/[^\x20-\x7e]/g, unicode);
    return [once, go, ascii, once.replaceAll('/', '\\/'), JSON.stringify(once).slice(1, -1)];
}
function urlForms(text) {
    const wellFormed = text.toWellFormed();
    const component = encodeURIComponent(wellFormed);
    const strict = component.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    return [
        component,
        strict,
        encodeURI(wellFormed),
        new URLSearchParams([['', wellFormed]]).toString().slice(1),
        encodeURIComponent(component),
    ];
}
/** Whole, and what is certain of it when it stands in the middle of longer data, at each of the three alignments. */
function base64Forms(text) {
    const bytes = Buffer.from(text);
    const middles = [0, 1, 2].map((offset) => {
        const start = offset === 0 ? 0 : offset + 1;
        const end = Math.floor(((offset + bytes.length) * 8) / 6);
        return Buffer.concat([Buffer.alloc(offset), bytes])
            .toString('base64')
            .slice(start, end);
    });
    return [...middles, bytes.toString('base64')].flatMap((form) => [
        form,
        form.replaceAll('+', '-').replaceAll('/', '_'),
    ]);
}
function hexForms(text) {
    return [Buffer.from(text).toString('hex')];
}
function xmlForm(text) {
    const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
    return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
/** A private key is a number: without its prefix, in decimal, and its bytes in base64. */
function numberForms(text) {
    const digits = /^(?:0x)?([0-9a-f]{16,})$/i.exec(text)?.[1];
    if (digits === undefined)
        return [];
    return [digits, BigInt(`0x${digits}`).toString(), Buffer.from(digits, 'hex').toString('base64')];
}

;// CONCATENATED MODULE: ./src/report/redaction.js


function createRedactor() {
    const needles = new Map();
    return {
        register(name, secret) {
            const forms = secretForms(secret);
            for (const form of [...forms, ...forms.map(plain_text/* plainText */.wh)]) {
                const text = lowerCase(squeeze(form));
                if (text.length >= shortestSecret && !needles.has(text))
                    needles.set(text, { name, text });
            }
            return forms;
        },
        redact: (text) => hide(text, matchesIn(text, [...needles.values()])),
        secretsIn: (text) => [...new Set(matchesIn(text, [...needles.values()]).map(({ name }) => name))],
    };
}
/**
 * Looks through the text without its white space and without regard to case, so that a wrapped, indented or upper-cased
 * secret is found too; positions are those of the original text.
 */
function matchesIn(text, needles) {
    if (needles.length === 0)
        return [];
    const positions = [];
    let squeezed = '';
    for (let index = 0; index < text.length; index += 1) {
        const character = text.charAt(index);
        if (/\s/.test(character))
            continue;
        positions.push(index);
        squeezed += character;
    }
    squeezed = lowerCase(squeezed);
    const position = (index) => positions[index] ?? text.length;
    const matches = [];
    const add = (name, start, length) => matches.push({ name, start: position(start), end: position(start + length - 1) + 1 });
    for (const needle of needles) {
        for (let at = squeezed.indexOf(needle.text); at >= 0; at = squeezed.indexOf(needle.text, at + 1)) {
            add(needle.name, at, needle.text.length);
        }
    }
    for (let cut = squeezed.indexOf(plain_text/* cutMark */.K1); cut >= 0; cut = squeezed.indexOf(plain_text/* cutMark */.K1, cut + 1)) {
        for (const needle of needles) {
            const length = cutLength(squeezed, cut, needle.text);
            if (length > 0)
                add(needle.name, cut - length, length);
        }
    }
    return matches;
}
/** How many characters of the secret stand before the cut, when it may have been cut in two. */
function cutLength(squeezed, cut, needle) {
    for (let length = Math.min(needle.length - 1, cut); length >= shortestSecret; length -= 1) {
        if (squeezed.startsWith(needle.slice(0, length), cut - length))
            return length;
    }
    return 0;
}
function hide(text, matches) {
    let result = '';
    let done = 0;
    for (const { start, end } of [...matches].sort((a, b) => a.start - b.start)) {
        if (start >= done)
            result += `${text.slice(done, start)}***`;
        done = Math.max(done, end);
    }
    return result + text.slice(done);
}
/** ASCII only: other letters may change their length with their case. */
function lowerCase(text) {
    return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}


/***/ }),

/***/ 27461:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BO: () => (/* binding */ countRows),
/* harmony export */   Ft: () => (/* binding */ createSummary),
/* harmony export */   Fy: () => (/* binding */ textLines)
/* harmony export */ });
/* unused harmony export severities */
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2593);

/** From worst to best; a summary is ordered so. */
const severities = ['failed', 'warned', 'changed', 'unchanged'];
function createSummary() {
    const added = [];
    return {
        add: (section) => void added.push(section),
        sections: () => [...added]
            .sort(worstFirst)
            .map((section) => ({ ...section, ...(section.rows && { rows: [...section.rows].sort(worstFirst) }) })),
    };
}
/** `2 failed, 1 changed`; empty without rows */
function countRows({ rows = [], count }) {
    if (count !== undefined)
        return count;
    return severities
        .map((severity) => [rows.filter((row) => row.severity === severity).length, severity])
        .filter(([count]) => count > 0)
        .map((part) => part.join(' '))
        .join(', ');
}
const mostLines = 40;
/** The lines of a section's text, plain and redacted, as many as a summary shows. */
function textLines(text) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const shown = lines.slice(0, mostLines).map((line) => (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .excerpt */ .Kb)(line));
    return lines.length > mostLines ? [...shown, `and ${lines.length - mostLines} more lines`] : shown;
}
function worstFirst(a, b) {
    return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}


/***/ }),

/***/ 78903:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V: () => (/* binding */ conduct)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/report/summary.js
var report_summary = __webpack_require__(27461);
// EXTERNAL MODULE: ./src/report/plain-text.js
var plain_text = __webpack_require__(2593);
;// CONCATENATED MODULE: ./src/runner/cancellation.js
/** The reason of an abort by a signal. */
class Cancelled extends Error {
    name = 'Cancelled';
}
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
/** The runner sends SIGINT, SIGTERM after 7.5 s, and kills 2.5 s later: everything must be over before the second. */
const endWithinMs = 6500;
/**
 * Turns the first signal into an abort, and calls `onDeadline` when the run hasn't ended 6.5 s later. Further signals
 * change nothing: npm and shells send the same one twice at once.
 */
function watchSignals(onDeadline) {
    const controller = new AbortController();
    let exitCode;
    let timer;
    const listener = (name) => {
        if (exitCode !== undefined)
            return;
        const code = exitCodes[name];
        exitCode = code;
        timer = setTimeout(() => onDeadline(code), endWithinMs);
        controller.abort(new Cancelled(`cancelled by ${name}`));
    };
    for (const name of Object.keys(exitCodes))
        process.on(name, listener);
    return {
        signal: controller.signal,
        exitCode: () => exitCode,
        abort: (reason) => controller.abort(reason),
        release() {
            clearTimeout(timer);
            for (const name of Object.keys(exitCodes))
                process.off(name, listener);
        },
    };
}

// EXTERNAL MODULE: ./src/runner/failure.js
var runner_failure = __webpack_require__(8431);
;// CONCATENATED MODULE: ./src/runner/conduct.js





/** Runs an action from its inputs to its exit code, whatever happens on the way. */
async function conduct(action, face) {
    const { log } = face;
    const summary = (0,report_summary/* createSummary */.Ft)();
    const temporaryFolder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(face.temporaryParent, 'keep-deploy-'));
    let isOver = false;
    const end = () => {
        if (isOver)
            return;
        isOver = true;
        face.showSummary(summary.sections());
        (0,external_node_fs_.rmSync)(temporaryFolder, { recursive: true, force: true });
    };
    const cancellation = watchSignals((exitCode) => {
        log.error('cancelled; the run did not end in time and is broken off. Run it again to finish it.');
        end();
        process.exit(exitCode);
    });
    const crash = watchCrashes(log, () => isOver);
    const context = {
        log,
        summary,
        signal: cancellation.signal,
        secrets: face.secrets,
        workspace: face.workspace,
        run: face.run,
        redact: (text) => face.redactor.redact(text),
        isHostedRunner: face.isHostedRunner,
        ...(face.storageEndpoint !== undefined && { storageEndpoint: face.storageEndpoint }),
        passedOn: face.passedOn,
        temporaryFolder,
        setOutput: (name, value) => face.setOutput(name, checkedOutput(action, face.redactor, name, String(value))),
    };
    let started;
    try {
        started = action.start(face.readInput, context);
        await Promise.race([started, crash.happened]);
        return cancellation.exitCode() ?? runner_failure/* exitCodes */.h.success;
    }
    catch (error) {
        const exitCode = cancellation.exitCode();
        if (exitCode !== undefined) {
            const text = `${(0,plain_text/* excerpt */.Kb)(String(cancellation.signal.reason.message))}; run it again to finish it`;
            log.error(text);
            if (error !== cancellation.signal.reason)
                log.info(`it ended with: ${error instanceof Error ? error.message : String(error)}`);
            summary.add({ title: `${action.name} was cancelled`, severity: 'failed', text });
            return exitCode;
        }
        const failure = (0,runner_failure/* reportFailure */.x)(action.name, error, log);
        summary.add(failure.section);
        // A background failure leaves the run itself going: it must not start anything more, and gives back what it holds.
        cancellation.abort(error);
        await endsWithin(giveBackWithinMs, started);
        return failure.exitCode;
    }
    finally {
        end();
        cancellation.release();
        crash.release();
    }
}
/** A lock is given back within 3 s. */
const giveBackWithinMs = 4000;
async function endsWithin(limitMs, work) {
    let timer;
    const tooLong = new Promise((resolve) => {
        timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([work?.catch(() => { }), tooLong]);
    clearTimeout(timer);
}
/** Outputs are handed to other steps and shown by the runner, so a secret in one is our bug, and it isn't set. */
function checkedOutput(action, redactor, name, value) {
    if (!Object.hasOwn(action.outputs, name))
        throw new Error(`${action.name} has no output ${name}`);
    const secrets = redactor.secretsIn(value);
    if (secrets.length > 0)
        throw new Error(`the output ${name} would contain the secret $${secrets.join(', $')}`);
    return value;
}
/**
 * An error that nobody waits for is our bug and ends the run; so is an event loop that runs empty, which Node would take
 * for success.
 */
function watchCrashes(log, isOver) {
    let crashed = () => { };
    const happened = new Promise((_, reject) => {
        crashed = reject;
    });
    happened.catch(() => { });
    const listener = (error) => crashed(error);
    const onExit = () => {
        if (isOver())
            return;
        process.exitCode = runner_failure/* exitCodes */.h.bug;
        log.error('this is a bug in keep-deploy: the run waited for something that could no longer happen');
    };
    process.on('uncaughtException', listener);
    process.on('exit', onExit);
    return {
        happened,
        release() {
            process.off('uncaughtException', listener);
            process.off('exit', onExit);
        },
    };
}


/***/ }),

/***/ 96405:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ defineAction)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37122);
/* harmony import */ var _input_table_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6184);
/* harmony import */ var _parser_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2726);



const modeInput = {
    description: '`plan` says what `apply` would do and writes nothing anywhere.',
    parser: _parser_js__WEBPACK_IMPORTED_MODULE_0__/* .mode */ .Mq,
    default: 'apply',
};
function defineAction(definition) {
    const { name, description, outputs, hasMode = true } = definition;
    const inputs = hasMode ? { ...definition.inputs, mode: modeInput } : definition.inputs;
    return {
        name,
        description,
        inputs,
        outputs,
        async start(read, context) {
            const values = { mode: 'apply', ...(0,_input_table_js__WEBPACK_IMPORTED_MODULE_1__/* .parseInputs */ .T)(inputs, read, context) };
            const nonsense = definition.check?.(values) ?? [];
            if (nonsense.length > 0)
                throw new _report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo(nonsense.map((message) => ({ message })));
            await definition.run(values, context);
        },
    };
}


/***/ }),

/***/ 23232:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ takeEnvironment)
/* harmony export */ });
/**
 * What a child process may see: how to find programs, how to reach the cluster and the cloud, where the runner reads what
 * a step tells it. Credentials are in it only as paths of files. Everything else (inputs, tokens, the user's `$NAME`s) is
 * taken out of the process's own environment before anything is loaded, because libraries start children on their own
 * (a kubeconfig's exec plugin, for one) and those inherit it.
 */
const passedOn = [
    /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TZ|TERM|TMPDIR|XDG_[A-Z_]+|CI|ACT)$/,
    /^(SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|TEMP|TMP|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMFILES)$/i,
    /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|HTTPS?_PROXY|NO_PROXY|ALL_PROXY)$/i,
    /^(DOCKER_CONFIG|KUBECONFIG|KUBERNETES_SERVICE_HOST|KUBERNETES_SERVICE_PORT(_HTTPS)?)$/,
    /^(GOOGLE_APPLICATION_CREDENTIALS|GOOGLE_GHA_CREDS_PATH|GOOGLE_CLOUD_PROJECT|GCLOUD_PROJECT|GCP_PROJECT|GCE_METADATA_(HOST|IP))$/,
    /^(CLOUDSDK_(?!AUTH_ACCESS_TOKEN$)[A-Z_]+|USE_GKE_GCLOUD_AUTH_PLUGIN)$/,
    /^(GITHUB_(OUTPUT|STATE|STEP_SUMMARY|ENV|PATH|ACTIONS|WORKSPACE)|RUNNER_(TEMP|TOOL_CACHE|OS|ARCH|DEBUG|ENVIRONMENT))$/,
];
/** Reads the environment once, then leaves in it only what children may see. */
function takeEnvironment(environment) {
    const taken = new Map();
    for (const [name, value] of Object.entries(environment))
        if (value !== undefined)
            taken.set(name, value);
    const mayPass = (name) => passedOn.some((pattern) => pattern.test(name));
    for (const name of taken.keys())
        if (!mayPass(name))
            delete environment[name];
    return {
        get: (name) => taken.get(name) || undefined,
        names: () => [...taken.keys()],
        passedOn: Object.fromEntries([...taken].filter(([name]) => mayPass(name))),
    };
}


/***/ }),

/***/ 8431:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ exitCodes),
/* harmony export */   x: () => (/* binding */ reportFailure)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37122);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2593);

/** GitHub shows 10 error annotations of a step; one is kept for "and N more". */
const mostAnnotations = 9;
const exitCodes = { success: 0, remoteError: 1, userError: 2, bug: 70 };
/** Tells a user's mistake, the other side's failure and our own bug apart: who must do something differs. */
function reportFailure(name, error, log) {
    if (error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo) {
        const findings = placedFirst(error.findings);
        for (const finding of findings.slice(0, mostAnnotations))
            log.error(finding.message, finding);
        const more = findings.slice(mostAnnotations);
        if (more.length > 0) {
            for (const finding of more)
                log.info((0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFinding */ .jb)(finding));
            log.error(`and ${more.length} more, which stand in the log above`);
        }
        if (error.advice !== undefined)
            log.info(error.advice);
        logCauses(error, log);
        return { exitCode: exitCodes.userError, section: findingsSection(name, findings, error.advice) };
    }
    if (error instanceof _report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi) {
        log.error(error.message, error.place && { ...error.place, message: error.message });
        logCauses(error, log);
        const text = (0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFinding */ .jb)({ ...error.place, message: error.message });
        const exitCode = error.exitCode ?? exitCodes.remoteError;
        return { exitCode, section: { title: `${name} failed`, severity: 'failed', text } };
    }
    const text = `this is a bug in keep-deploy: ${error instanceof Error ? `${error.name}: ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .excerpt */ .Kb)(error.message)}` : (0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .excerpt */ .Kb)(String(error))}`;
    log.error(`${text}. Please report it, with the log of a run with debug logging on.`);
    if (error instanceof Error) {
        log.debug(error.stack ?? 'no stack');
        logCauses(error, log);
    }
    return { exitCode: exitCodes.bug, section: { title: `${name} failed`, severity: 'failed', text } };
}
/** What stands in a file can be shown there; the order within stays the file's. */
function placedFirst(findings) {
    return [...findings.filter(({ file }) => file !== undefined), ...findings.filter(({ file }) => file === undefined)];
}
function findingsSection(name, findings, advice) {
    return {
        title: `${name} failed`,
        severity: 'failed',
        ...(advice !== undefined && { text: advice }),
        count: `${findings.length} ${findings.length === 1 ? 'mistake' : 'mistakes'}`,
        columns: ['where', 'what'],
        rows: findings.map(({ message, ...place }) => ({
            severity: 'failed',
            cells: [(0,_report_index_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFinding */ .jb)({ ...place, message: '' }).replace(/: $/, ''), message],
        })),
    };
}
function logCauses(error, log, depth = 1) {
    const causes = error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
    for (const cause of causes.slice(0, 10)) {
        const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
        log.info(`caused by ${(0,_report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .excerpt */ .Kb)(message)}`);
        if (cause instanceof Error && depth < 5)
            logCauses(cause, log, depth + 1);
    }
}


/***/ }),

/***/ 6184:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ parseInputs),
/* harmony export */   q: () => (/* binding */ unknownInputs)
/* harmony export */ });
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37122);
/* harmony import */ var _report_index_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(95675);
/* harmony import */ var _parser_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2726);


/** @throws UserError with a finding for every input that isn't right. */
function parseInputs(table, read, context) {
    const findings = [];
    const values = Object.entries(table).map(([name, input]) => {
        const text = read(name)?.trim() || input.default;
        if (text === undefined) {
            if (input.isRequired)
                findings.push({ message: `input ${name} is missing; expected ${input.parser.accepts}` });
            return [camelCase(name), undefined];
        }
        try {
            return [camelCase(name), input.parser.parse(text, context)];
        }
        catch (error) {
            if (!(error instanceof _parser_js__WEBPACK_IMPORTED_MODULE_0__/* .Rejected */ .HE))
                throw error;
            findings.push({ message: `input ${name} is ${error.message}; expected ${input.parser.accepts}` });
            return [camelCase(name), undefined];
        }
    });
    if (findings.length > 0)
        throw new _report_index_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(findings);
    return Object.fromEntries(values);
}
/**
 * Inputs that are given and not in the table, with the name that was probably meant. The runner only warns of them, and
 * `mod: plan` would then apply.
 */
function unknownInputs(table, given) {
    return given
        .filter((name) => !Object.hasOwn(table, name))
        .map((name) => ({ name, meant: (0,_report_index_js__WEBPACK_IMPORTED_MODULE_2__/* .nearestName */ .q)(name, Object.keys(table)) }));
}
function camelCase(name) {
    return name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
}


/***/ }),

/***/ 15366:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ fenceLibraries),
/* harmony export */   n: () => (/* binding */ endSoon)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57975);

/** Libraries print on their own: what they print is fenced and redacted as any foreign text. */
function fenceLibraries(log) {
    for (const method of ['log', 'info', 'warn', 'error', 'trace']) {
        console[method] = (...values) => log.untrusted('library', (0,node_util__WEBPACK_IMPORTED_MODULE_0__.format)(...values));
    }
    console.debug = (...values) => log.debug((0,node_util__WEBPACK_IMPORTED_MODULE_0__.format)(...values));
    process.removeAllListeners('warning');
    process.on('warning', (warning) => log.debug(`${warning.name}: ${warning.message}`));
}
/** Ends the process soon even if a socket that nobody needs any more keeps the event loop alive. */
function endSoon(exitCode) {
    process.exitCode = exitCode;
    setTimeout(() => process.exit(exitCode), 1000).unref();
}


/***/ }),

/***/ 2726:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HE: () => (/* binding */ Rejected),
/* harmony export */   Mn: () => (/* binding */ lines),
/* harmony export */   Mq: () => (/* binding */ mode),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   Yq: () => (/* binding */ choice),
/* harmony export */   br: () => (/* binding */ digest),
/* harmony export */   nd: () => (/* binding */ integer),
/* harmony export */   pc: () => (/* binding */ durationMs),
/* harmony export */   zM: () => (/* binding */ boolean)
/* harmony export */ });
/* unused harmony export classOf */
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83389);

/** Says what kind of text was seen, such as "a number without a unit". */
class Rejected extends Error {
    name = 'Rejected';
}
/** Any text of one line. */
const text = {
    accepts: 'text on one line',
    parse(value) {
        if (/[\r\n]/.test(value))
            throw new Rejected('several lines');
        return value;
    },
};
/** The booleans of YAML 1.2's core schema, as @actions/core reads them too. */
const boolean = {
    accepts: 'true or false',
    parse(value) {
        if (/^(true|True|TRUE)$/.test(value))
            return true;
        if (/^(false|False|FALSE)$/.test(value))
            return false;
        throw new Rejected(/^(yes|no|on|off|y|n|[01])$/i.test(value) ? 'a word that YAML 1.2 does not read as a boolean' : classOf(value));
    },
};
function choice(...options) {
    return {
        accepts: options.length < 3 ? options.join(' or ') : `one of ${options.join(', ')}`,
        parse(value) {
            const found = options.find((option) => option === value);
            if (found === undefined)
                throw new Rejected(classOf(value));
            return found;
        },
    };
}
const mode = choice('plan', 'apply');
function integer({ min, max }) {
    return {
        accepts: `a whole number from ${min} to ${max}`,
        parse(value) {
            if (!/^-?(0|[1-9]\d*)$/.test(value))
                throw new Rejected(classOf(value));
            const number = Number(value);
            // No secret is that short.
            const which = value.length <= 5 ? `${value}, which is ` : '';
            if (number < min)
                throw new Rejected(`${which}less than ${min}`);
            if (number > max)
                throw new Rejected(`${which}more than ${max}`);
            return number;
        },
    };
}
const unitsMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const longestMs = 24 * 3_600_000;
/** Milliseconds; more than nothing and at most a day, because a longer wait in a step is a mistyped unit. */
const durationMs = {
    accepts: 'a duration of at most 24 h with its unit, such as 500ms, 90s, 10m or 2h',
    parse(value) {
        const [, digits, unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(value) ?? [];
        if (digits === undefined)
            throw new Rejected(/^\d+$/.test(value) ? 'a number without a unit' : classOf(value));
        const ms = Number(digits) * (unitsMs[unit] ?? Number.NaN);
        if (!(ms > 0))
            throw new Rejected('no time at all');
        if (ms > longestMs)
            throw new Rejected('more than 24 h');
        return ms;
    },
};
const digest = {
    accepts: 'sha256: and 64 hexadecimal digits in lower case',
    parse(value) {
        try {
            return (0,_values_index_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDigest */ .m)(value);
        }
        catch {
            throw new Rejected(/^[0-9a-f]{64}$/i.test(value) ? 'a digest without sha256:' : classOf(value));
        }
    },
};
/** One item per line; empty lines and white space around an item don't count. */
const lines = {
    accepts: 'one item per line',
    parse: (value) => value
        .split(/\r\n|\r|\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
};
/** What a text looks like, without saying what it is. */
function classOf(value) {
    if (/[\r\n]/.test(value))
        return 'several lines';
    if (/^[+-]?\d+$/.test(value))
        return 'a whole number';
    if (/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(value))
        return 'a number';
    if (/^(true|false)$/i.test(value))
        return 'a boolean';
    if (/^\$\{\{/.test(value))
        return 'an expression that was not evaluated';
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
        return 'a URL';
    return /\s/.test(value) ? 'text with white space' : 'not valid';
}


/***/ }),

/***/ 96023:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ isHostedRunner),
/* harmony export */   y: () => (/* binding */ runIdentity)
/* harmony export */ });
/** Who runs this, from what the runner says. */
function runIdentity({ get }) {
    const id = get('GITHUB_RUN_ID');
    const attempt = get('GITHUB_RUN_ATTEMPT');
    const commit = get('GITHUB_SHA');
    const actor = get('GITHUB_ACTOR');
    const repository = get('GITHUB_REPOSITORY');
    const page = id === undefined || repository === undefined
        ? undefined
        : `${get('GITHUB_SERVER_URL')}/${repository}/actions/runs/${id}`;
    const url = page === undefined || attempt === undefined ? page : `${page}/attempts/${attempt}`;
    return {
        ...(commit && { commit }),
        ...(id && { id }),
        ...(attempt && { attempt }),
        ...(url && { url }),
        ...(actor && { actor }),
    };
}
/** act calls itself a hosted runner, but its disk is the caller's. */
function isHostedRunner({ get }) {
    return get('RUNNER_ENVIRONMENT') === 'github-hosted' && get('ACT') === undefined;
}


/***/ }),

/***/ 36695:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ hideProxyPasswords),
/* harmony export */   g: () => (/* binding */ createSecrets)
/* harmony export */ });
/** What the runner gives every step for itself. Whoever edits a configuration file could otherwise write it into a client. */
const runnersOwn = /^(INPUT_|ACTIONS_|GITHUB_|RUNNER_)/;
/**
 * Reads `$NAME`s of the step. Before the first use of a value is over, it is hidden in everything we print (`redactor`)
 * and everything others print in this job (`mask`).
 */
function createSecrets(environment, redactor, log, mask = () => { }) {
    const seen = new Set();
    const hide = (name, secret) => {
        for (const form of redactor.register(name, secret))
            mask(form);
    };
    const read = (name) => {
        const value = runnersOwn.test(name) && name !== 'GITHUB_TOKEN' ? undefined : environment.get(name);
        if (value === undefined || seen.has(name))
            return value;
        seen.add(name);
        const forms = redactor.register(name, value);
        for (const form of forms)
            mask(form);
        if (forms.length === 0) {
            log.warning(`$${name} has fewer than 8 characters, so it is not hidden in logs: hiding it would hide harmless text too`);
        }
        return value;
    };
    return Object.assign(read, { hide });
}
/** A proxy's URL may carry a password; it stays in the environment, because clients read it there. */
function hideProxyPasswords(environment, redactor, mask = () => { }) {
    for (const name of environment.names().filter((candidate) => /^(HTTPS?|ALL)_PROXY$/i.test(candidate))) {
        const url = environment.get(name) ?? '';
        if (!URL.canParse(url) || new URL(url).password === '')
            continue;
        const { username, password } = new URL(url);
        for (const part of [password, decodeURIComponent(password), `${username}:${password}`]) {
            for (const form of redactor.register(name, part))
                mask(form);
        }
    }
}


/***/ }),

/***/ 83389:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ parseDigest)
/* harmony export */ });
/**
 * Reads a digest; making one is in a file of its own, so that reading inputs doesn't load `node:crypto`.
 * @throws RangeError when the text is no `sha256:` and 64 lower-case hexadecimal digits.
 */
function parseDigest(text) {
    if (!/^sha256:[0-9a-f]{64}$/.test(text))
        throw new RangeError('expected sha256: and 64 hexadecimal digits');
    return text;
}


/***/ })

};

