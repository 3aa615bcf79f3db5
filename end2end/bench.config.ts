import config from "./playwright.config.ts";

export default { ...config, testDir: "bench", use: { ...config.use, trace: "off" as const, screenshot: "off" as const } };
