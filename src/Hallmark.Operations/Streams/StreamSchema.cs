using Hallmark.Data.Records;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Streams;

/// <summary>The schema that messages are held to: the one in force, whoever changes it while the stream runs. For any thread.</summary>
/// <param name="schema">The one in force when the stream began.</param>
internal sealed class StreamSchema(Workspace workspace, string dataset, Schema schema)
{
    private volatile Schema _current = schema;

    public Schema Current => _current;

    /// <summary>Looks whether it was changed meanwhile, and takes the new one.</summary>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellation)
    {
        workspace.CatchUp();
        if (workspace.Catalog.Dataset(dataset).Schema.Digest == _current.Digest)
        {
            return false;
        }
        _current = await workspace.Catalog.SchemaAsync(dataset, cancellation).ConfigureAwait(false);
        return true;
    }
}
