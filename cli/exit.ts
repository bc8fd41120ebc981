/** What the exit codes mean; `blocked`: the workbook was written, but a control fails. */
export const exitCode = { done: 0, failed: 1, usage: 2, blocked: 3 } as const;
