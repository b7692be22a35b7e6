import { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job';
import { ComputeInstanceTemplate } from '@cdktf/provider-google/lib/compute-instance-template';
import { ComputeRegionInstanceGroupManager } from '@cdktf/provider-google/lib/compute-region-instance-group-manager';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { expect, test } from 'vitest';
import { markRole, type RoleMetadata } from '../../lib/gcp/role-metadata';

type Written = Record<
  string,
  Record<string, Record<string, { readonly '//': Record<string, unknown>; readonly labels?: unknown }>>
>;

/** What is written of a job that is marked, with labels of its own. */
function job(labels: { [name: string]: string } = {}, metadata: RoleMetadata = { role: 'agent' }) {
  const stack = new TerraformStack(new App(), 'Test');
  const made = new CloudRunV2Job(stack, 'job', { name: 'job', location: 'europe-west1', labels, template: { template: {} } });
  markRole(made, metadata);
  return (stack.toTerraform() as Written).resource?.google_cloud_run_v2_job?.job;
}

test('a resource says what it is in its configuration and by a label', () => {
  expect(job()?.['//']).toMatchObject({ 'agent-airlock': { role: 'agent' } });
  expect(job()?.labels).toEqual({ 'agent-airlock': 'agent' });
});

test('ports are in the configuration', () => {
  const marked = job({}, { role: 'proxy', ports: [8080, 3128] });
  expect(marked?.['//']).toMatchObject({ 'agent-airlock': { role: 'proxy', ports: [8080, 3128] } });
  expect(marked?.labels).toEqual({ 'agent-airlock': 'proxy' });
});

test('labels of its own stay', () => {
  expect(job({ team: 'a' })?.labels).toEqual({ team: 'a', 'agent-airlock': 'agent' });
});

test('what has no labels is marked in its configuration only', () => {
  const stack = new TerraformStack(new App(), 'Test');
  const template = new ComputeInstanceTemplate(stack, 'template', {
    ...{ machineType: 'e2-small', disk: [{}], networkInterface: [{}] },
    labels: { team: new TerraformVariable(stack, 'team', { type: 'string' }).stringValue },
  });
  const group = new ComputeRegionInstanceGroupManager(stack, 'group', {
    ...{ baseInstanceName: 'proxy', name: 'proxy', version: [{ instanceTemplate: template.id }] },
  });
  for (const each of [template, group]) markRole(each, { role: 'proxy', ports: [8080] });
  const { resource = {} } = stack.toTerraform() as Written;
  expect(resource.google_compute_instance_template?.template?.labels).toEqual({ team: '${var.team}', 'agent-airlock': 'proxy' });
  expect(resource.google_compute_region_instance_group_manager?.group).not.toHaveProperty('labels');
});
