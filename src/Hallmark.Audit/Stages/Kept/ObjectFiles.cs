using System.Security.Cryptography;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Operations.Custody;

namespace Hallmark.Audit.Stages.Kept;

/// <summary>
/// Objects of the stores. Those that the stage of the content read are left to it; the others that the ledger names are hashed here; what
/// nothing names is said to be there.
/// </summary>
internal sealed class ObjectFiles
{
    private readonly KeptHome _kept;
    private readonly Dictionary<Digest, long> _sizes = []; // of what the ledger names
    private readonly HashSet<Digest> _read = []; // by the stage of the content
    private bool _isEvaluationNamed;

    public ObjectFiles(KeptHome kept)
    {
        _kept = kept;
        foreach (DatasetState dataset in kept.Catalog.Ledger.State.List(DatasetKeys.All))
        {
            Name([dataset.Schema, .. dataset.Earlier.Select(earlier => earlier.Schema)], read: true);
            foreach (BatchState batch in kept.Catalog.Batches(dataset.Name))
            {
                Name(kept.Catalog.Manifest(batch).Objects, batch.Withdrawn is null);
            }
        }
        foreach (LedgerEntry entry in kept.Catalog.Ledger.Entries())
        {
            Name(NamedObjects.Of(entry.Statement), read: true);
        }
    }

    /// <summary>The store that all read from.</summary>
    public void Look() => LookInto("objects", _sizes, _read);

    /// <summary>What providers keep of absent batches.</summary>
    public void LookAtPrivate()
    {
        foreach (string provider in _kept.Names("private"))
        {
            LookInto($"private/{provider}", _sizes, []);
        }
    }

    /// <summary>The files that providers' batches were read from, as far as they are kept.</summary>
    public void LookAtSources()
    {
        foreach (string provider in _kept.Names("sources"))
        {
            LookInto($"sources/{provider}", KeptSources.SizesOf(_kept.Catalog, provider), []);
        }
    }

    private void Name(IEnumerable<ObjectReference> references, bool read)
    {
        foreach (ObjectReference reference in references)
        {
            _sizes[reference.Digest] = reference.Size;
            if (read)
            {
                _read.Add(reference.Digest);
            }
        }
    }

    /// <summary>
    /// Of committed held-out records the ledger names the content alone; the tree that was stored with it follows from that. It is built
    /// only where something is there that nothing else names.
    /// </summary>
    private void NameEvaluationTrees()
    {
        _isEvaluationNamed = true;
        foreach (LedgerEntry entry in _kept.Catalog.Ledger.Entries().Where(entry => entry.Statement.Kind == EvaluationCommit.Kind))
        {
            EvaluationCommit said = Payload.Read<EvaluationCommit>(entry.Statement);
            try
            {
                Schema schema = _kept.Catalog.SchemaAsync(said.Dataset).Pull();
                Name([_kept.Catalog.HeldOutAsync(said.Evaluation, schema).Pull().TreeObject()], read: false);
            }
            catch (Exception e) when (ContentStage.IsUnreadable(e) || e is ArgumentException)
            {
                // Named already, by the stage that hashes all content.
            }
        }
    }

    private bool IsNamed(Dictionary<Digest, long> sizes, Digest digest, out long size)
    {
        if (!sizes.ContainsKey(digest) && ReferenceEquals(sizes, _sizes) && !_isEvaluationNamed)
        {
            NameEvaluationTrees();
        }
        return sizes.TryGetValue(digest, out size);
    }

    private void LookInto(string store, Dictionary<Digest, long> sizes, HashSet<Digest> read)
    {
        _kept.LookAtKinds($"{store}/{IncomingFiles.FolderName}");
        foreach (string folder in _kept.Names(store).Where(name => name != IncomingFiles.FolderName))
        {
            if (!_kept.IsFolder($"{store}/{folder}"))
            {
                _kept.Stray($"{store}/{folder}");
                continue;
            }
            foreach (string name in _kept.Names($"{store}/{folder}"))
            {
                string path = $"{store}/{folder}/{name}";
                if (folder.Length != 2 || !Digest.TryParse(folder + name, out Digest digest) || digest.ToString() != folder + name)
                {
                    _kept.Stray(path);
                }
                else if (!IsNamed(sizes, digest, out long size))
                {
                    if (_kept.IsOf(path, FileKind.Regular))
                    {
                        _kept.Found.Add("object.orphan", AuditVerdict.Good, "is an object that nothing on the ledger names", path);
                    }
                }
                else if (!read.Contains(digest) && !IsWhole(path, digest, size))
                {
                    _kept.Found.Add("object.altered", AuditVerdict.Tampered, "is not the object whose digest is its name", path);
                }
            }
        }
    }

    private bool IsWhole(string path, Digest digest, long size)
    {
        if (_kept.Home.Files.OpenStream(path, size) is not FileAnswer<FileStream>.Found { Value: var stream })
        {
            return false;
        }
        using (stream)
        {
            return stream.Length == size && Digest.FromBytes(SHA256.HashData(stream)) == digest;
        }
    }
}
