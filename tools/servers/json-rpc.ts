/** One question to a chain's node. What answers is not trusted to be well formed: only its `result` is handed on. */
export async function askChain(rpcUrl: string, method: string, params: readonly unknown[], signal: AbortSignal) {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal,
  });
  const answer = (await response.json()) as { result?: unknown; error?: { message?: string } };
  if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}
