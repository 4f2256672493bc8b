// Keeps what is asked for again and again in order.

/**
 * A function that does `work` once at a time. A call while it is under way makes it run once more afterwards: so
 * an older answer never overtakes a newer one, and a slow simulator isn't asked faster than it answers. Each call
 * is done when work is that began after it.
 */
export function oneAtATime(work) {
  let underway = null;
  let again = false;
  async function run() {
    try {
      while (again) {
        again = false;
        await work();
      }
    } finally {
      underway = null;
    }
  }
  return () => {
    again = true;
    underway ??= run();
    return underway;
  };
}
