// Somebody has just signed out: what this device kept of their stories goes, for browsers that do not heed `Clear-Site-Data`.
try {
  for (const name of Object.keys(localStorage)) if (name.startsWith("desk:")) localStorage.removeItem(name);
} catch {
  // a browser that keeps nothing
}
