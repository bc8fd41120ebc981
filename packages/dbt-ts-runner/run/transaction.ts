import type { Adapter, Session } from '../adapter/adapter.ts';

const attempts = 10;

/**
 * Runs `work` on a connection of its own, in one transaction that is committed when it returns and
 * rolled back when it throws. A transaction that lost a race is run again, up to ten times, unless a
 * part of the work was committed before.
 */
export async function inTransaction<T>(
  adapter: Adapter,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await adapter.openSession();
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(session, work);
      } catch (error) {
        const isWhole = session.transaction.commits === 0;
        if (attempt === attempts || !isWhole || !adapter.isConflict(error)) throw error;
        await pause(attempt * 20);
      }
    }
  } finally {
    await session.close();
  }
}

async function once<T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> {
  await session.transaction.begin();
  let result: T;
  try {
    result = await work(session);
  } catch (error) {
    if (session.transaction.isOpen) await session.transaction.rollback().catch(() => undefined);
    throw error;
  }
  if (session.transaction.isOpen) await session.transaction.commit();
  return result;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
