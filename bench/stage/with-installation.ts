import { type Installation, type InstallationOptions, makeInstallation } from "./installation";
import { type Services, startServices } from "./services";

/** Runs work on private services and a fresh installation, and stops all of it afterwards. */
export async function withInstallation<Result>(
  options: InstallationOptions,
  work: (installation: Installation, services: Services) => Promise<Result>,
): Promise<Result> {
  const services = await startServices();
  try {
    const installation = await makeInstallation(services, options);
    try {
      return await work(installation, services);
    } finally {
      await installation.close();
    }
  } finally {
    await services.close();
  }
}
