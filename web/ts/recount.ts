// Recounts a published board in the browser, trusting nobody; loaded when somebody asks for it.
import type { Board, Json } from "./recount/board.ts";
import { Check, type Reason } from "./recount/check.ts";

export interface Verdict {
  code: 0 | 1 | 2; // as the stand-alone verifier: holds, wrong, consistent but tied to nothing
  reasons: Reason[];
  found: boolean | null;
  board: Board | null;
  results: Json[];
}

export interface Given {
  manifest: string;
  head: string;
  receipt: string;
}

export async function verify(file: string, given: Given, told: (done: number, all: number) => void = () => undefined): Promise<Verdict> {
  try {
    const board = JSON.parse(file) as Board;
    const check = new Check(board);
    const anchored = check.anchored(given.manifest, given.head);
    await check.run(told);
    const found = given.receipt ? check.receipt(given.receipt) : null;
    const code = check.wrong.length || found === false ? 1 : anchored ? 0 : 2;
    return { code, reasons: code === 1 ? check.wrong : check.notes, found, board, results: board.outcome?.results ?? [] };
  } catch (error) {
    return { code: 1, reasons: [{ word: "not-a-board", what: String(error).slice(0, 80) }], found: null, board: null, results: [] };
  }
}
