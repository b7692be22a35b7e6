import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { literal } from './literal';
import type { ImageRepository, PinnedImage } from './pinned-image';
import { placementOf } from './placement';

/** What reading a repository takes. */
export const imageReader = 'roles/artifactregistry.reader';

/** Lets somebody read a repository of Artifact Registry, in whichever project it is. */
export const letReadImage = (
  scope: Construct,
  id: string,
  { location, project, name }: ImageRepository,
  member: string,
): ArtifactRegistryRepositoryIamMember =>
  new ArtifactRegistryRepositoryIamMember(scope, id, {
    ...{ location: literal(location), project: literal(project), repository: literal(name) },
    ...{ role: imageReader, member },
  });

/**
 * Lets Cloud Run read an image that is known to be another project's: it does so as its service agent, which may read its own project's ("Deploying
 * to Cloud Run", Artifact Registry). What must stand before the image is used.
 */
export function letCloudRunRead(scope: Construct, { repository }: PinnedImage): readonly ITerraformDependable[] {
  const { project } = placementOf(scope);
  if (!repository || repository.project === project || [repository.project, project].some(Token.isUnresolved)) return [];
  const { number } = new DataGoogleProject(scope, 'Project', { projectId: project });
  const member = `serviceAccount:service-${number}@serverless-robot-prod.iam.gserviceaccount.com`;
  return [letReadImage(scope, 'Image', repository, member)];
}
