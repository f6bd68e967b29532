import { createServer } from "node:net";
import { StartFailure } from "./start-failure.mjs";

/**
 * Makes sure that we can listen on a port before anything else is started.
 * @throws StartFailure that says what to do
 */
export function refuseTakenPort(port) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    const sentence = "PORT must be a whole number from 1 to 65535, such as PORT=3000 npm start";
    return Promise.reject(new StartFailure(sentence));
  }
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE") {
        const next = port < 65_535 ? port + 1 : port - 1;
        reject(
          new StartFailure(
            `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${next} npm start`,
          ),
        );
      } else if (error.code === "EACCES") {
        reject(
          new StartFailure(`You may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`),
        );
      } else reject(error);
    });
    server.listen(port, () => server.close(() => resolve()));
  });
}
