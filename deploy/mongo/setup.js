// The replica set and one user a service, each with its own database only. Harmless when repeated.
const members = process.env.MONGO_HOST.split(",");
const root = `mongodb://root:${encodeURIComponent(process.env.MONGO_ROOT_PASSWORD)}@${members[0]}`;
const admin = new Mongo(`${root}/admin?directConnection=true`).getDB("admin");

function initiated() {
  try {
    return admin.runCommand({ replSetGetStatus: 1 }).ok === 1;
  } catch (error) {
    if (error.codeName !== "NotYetInitialized") throw error;
    return false;
  }
}

if (!initiated()) {
  const set = { _id: "rs0", members: members.map((host, _id) => ({ _id, host })) };
  admin.runCommand({ replSetInitiate: set });
}
while (!admin.hello().isWritablePrimary) sleep(200);

for (const service of ["proposals", "scheduling", "voting", "notifications"]) {
  const database = admin.getSiblingDB(`pb_${service}`);
  const pwd = process.env[`${service.toUpperCase()}_PASSWORD`];
  const roles = [{ role: "readWrite", db: `pb_${service}` }];
  if (database.getUser(service)) database.updateUser(service, { pwd, roles });
  else database.createUser({ user: service, pwd, roles });
  print(`user ${service}: its own database pb_${service}`);
}
