// What the programs share.
declare const process: { env: { SERVER: string; TOKEN: string } };

export const server = process.env.SERVER;

export const options = {
  baseUrl: server,
  headers: { Authorization: `Bearer ${process.env.TOKEN}` },
};

export function check(good: boolean, answer: unknown): asserts good {
  if (!good) throw new Error(JSON.stringify(answer));
}
