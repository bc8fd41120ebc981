/** Serves the query door and the dashboards over HTTP. */
export { type App, type AppOptions, initApp, shutdownApp } from './app.ts';
export { ServerError, type ServerErrorCode, serverErrorStatus } from './errors.ts';
export { defaultLimits, type Limits } from './limits.ts';
