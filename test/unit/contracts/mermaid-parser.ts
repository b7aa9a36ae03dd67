import { JSDOM } from 'jsdom';

/**
 * The parser that GitHub draws with: it has reserved words (`call`, `end`, …) that a test of ours would not think of.
 * It cleans labels with the help of a document.
 * @throws when the text is no diagram.
 */
export async function parseMermaid(text: string): Promise<string> {
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import('mermaid');
  const { diagramType } = await mermaid.parse(text);
  return diagramType;
}
