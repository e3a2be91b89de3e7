// A small SCIM server made of other people's packages: users and groups in memory, on the loopback interface.
//
//     SCIM_TOKEN=token node scimserver.mjs PORT [PATH]
//
// With port 0 it takes a free one. Without a path it takes the vendor's. It prints its base URL.
import {randomUUID} from "node:crypto";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const [port, basePath = "/v1/users/services/scim"] = process.argv.slice(2);
const token = process.env.SCIM_TOKEN;
if (!port || !token) {
    console.error("usage: SCIM_TOKEN=token node scimserver.mjs PORT [PATH]");
    process.exit(2);
}

const {Attribute, Error: SCIMError, SchemaDefinition} = SCIMMY.Types;
const gainsightUser = new SchemaDefinition("GainsightUser", "urn:ietf:params:scim:schemas:extension:gainsight:2.0:User", "What Gainsight adds to a user", [
    new Attribute("boolean", "IsSuperAdmin"),
    new Attribute("string", "LicenseType"),
]);

// Store keeps resources in the order in which they were made. An attribute can be unique, whatever its case.
class Store {
    #unique;
    #resources = new Map();

    constructor(unique) {
        this.#unique = unique;
    }

    get all() {
        return [...this.#resources.values()];
    }

    get(id) {
        const resource = this.#resources.get(id);
        if (!resource) throw new SCIMError(404, null, `Resource ${id} not found`);
        return resource;
    }

    // The resource is replaced as a whole: what the new one lacks is gone.
    set(id = randomUUID(), attributes) {
        const now = new Date();
        const before = this.#resources.get(id);
        if (this.all.some((other) => other !== before && this.#clash(other, attributes))) {
            throw new SCIMError(409, "uniqueness", `${this.#unique} is taken`);
        }
        const resource = {...attributes, id, meta: {created: before?.meta.created ?? now, lastModified: now}};
        this.#resources.set(id, resource);
        return resource;
    }

    delete(id) {
        this.get(id);
        this.#resources.delete(id);
    }

    #clash(one, other) {
        return this.#unique && one[this.#unique].toLowerCase() === other[this.#unique].toLowerCase();
    }
}

const users = new Store("userName");
const groups = new Store();

const groupsOf = (id) => groups.all.filter((group) => group.members?.some((member) => member.value === id));

const withGroups = (user) => ({
    ...user,
    groups: groupsOf(user.id).map((group) => ({value: group.id, display: group.displayName, type: "direct"})),
});

const leaveGroups = (id) => {
    for (const group of groupsOf(id)) {
        groups.set(group.id, {...group, members: group.members.filter((member) => member.value !== id)});
    }
};

// handlers are what scimmy calls to read, write and delete; a PATCH is a read and a write.
const handlers = (store, {shown = (resource) => resource, deleted = () => {}} = {}) => ({
    egress: (request) => {
        if (request.id) return shown(store.get(request.id));
        const all = store.all.map(shown);
        return request.filter ? request.filter.match(all) : all;
    },
    ingress: (request, instance) => {
        if (request.id) store.get(request.id);
        return shown(store.set(request.id, JSON.parse(JSON.stringify(instance))));
    },
    degress: (request) => {
        store.delete(request.id);
        deleted(request.id);
    },
});

SCIMMY.Resources.declare(SCIMMY.Resources.User, {
    ...handlers(users, {shown: withGroups, deleted: leaveGroups}),
    extensions: [{schema: SCIMMY.Schemas.EnterpriseUser}, {schema: gainsightUser}],
}).declare(SCIMMY.Resources.Group, handlers(groups));

const routers = new SCIMMYRouters({
    type: "bearer",
    handler: (request) => {
        if (request.header("Authorization") !== `Bearer ${token}`) throw new Error("no valid bearer token");
    },
    baseUri: (request) => `http://${request.headers.host}`,
});
express().use(basePath, routers).listen(Number(port), "127.0.0.1", function () {
    console.log(`http://127.0.0.1:${this.address().port}${basePath}`);
});
