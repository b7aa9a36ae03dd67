/** Puts lines together again out of chunks that may end anywhere, also within a character. */
export interface LineSplitter {
  /** The lines that this chunk completes, without their line feeds. @throws RangeError past `longest` characters. */
  push(chunk: Uint8Array): readonly string[];
}

/** An object of the API server is at most 1.5 MiB (etcd's limit), as JSON with escapes not many times that. */
const longestLine = 16 * 1024 * 1024;

export function createLineSplitter(longest = longestLine): LineSplitter {
  const decoder = new TextDecoder();
  let open = '';
  return {
    push: (chunk) => {
      const parts = (open + decoder.decode(chunk, { stream: true })).split('\n');
      open = parts.pop() ?? '';
      if (open.length > longest) throw new RangeError(`a line of more than ${longest} characters`);
      return parts;
    },
  };
}
