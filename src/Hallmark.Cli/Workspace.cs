using System.Text.Json.Nodes;
using Hallmark.Audit;
using Hallmark.Cli.Verbs;
using Hallmark.Client;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;
using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>A home opened for writing: the ledger, the store, and the members whose keys are here.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    private readonly Home _home;
    private readonly OpenLedger _ledger;
    private readonly DirectoryContentStore _store;
    private readonly TimeProvider _clock;
    private readonly List<KeySigner> _keys = [];

    private Workspace(Home home, OpenLedger ledger, TimeProvider clock)
    {
        (_home, _ledger, _clock) = (home, ledger, clock);
        _store = home.OpenStore();
        Catalog = new Catalog(ledger.Ledger.View, _store);
        AgreementKeys = home.OpenAgreementKeys();
        Custodians = new Custodians(Catalog, home.CustodyDirectory, AgreementKeys.Find, home.FindPrivateStore);
    }

    public Catalog Catalog { get; }

    public AgreementKeys AgreementKeys { get; }

    /// <summary>What is kept here of sealed batches.</summary>
    public Custodians Custodians { get; }

    public static Workspace Open(Home home, Output output, TimeProvider clock, string? headOut = null)
    {
        if (headOut is not null)
        {
            home.RequireLedger();
            HeadFile.FindKept(home, headOut);
        }
        var workspace = new Workspace(home, home.OpenForWriting(clock), clock);
        if (workspace._ledger.Ledger.Recovery is { TailBytes: > 0 and long tail, WasSettling: false })
        {
            output.Warn($"the last writer was cut off: {tail} bytes behind the last block, never acknowledged, were cut");
        }
        if (workspace._ledger.Ledger.Recovery.SnapshotProblem is { } problem)
        {
            output.Warn($"the snapshot does not hold and was passed over: {problem}");
        }
        return workspace;
    }

    /// <summary>The member to act as: the one named, or the only one with this role whose key is here.</summary>
    public MemberSession ActAs(string? member, string role)
    {
        string name = member ?? OnlyMember(role);
        MemberVerb.RequireMember(name);
        TakeUpRotation(name);
        KeySigner key = _home.FindKey(name) ?? throw new UsageException($"there is no key for '{name}' in {_home.Directory}; 'hallmark member add' makes one");
        _keys.Add(key);
        return new MemberSession(_ledger.Ledger, name, key, _clock);
    }

    /// <summary>A rotation that is on record but was cut off before the new key took its place here is finished.</summary>
    private void TakeUpRotation(string member)
    {
        using KeySigner? next = _home.FindNewKey(member);
        if (next is not null && Catalog.Member(member)?.Key.Equals(next.PublicKey) == true)
        {
            _home.TakeNewKey(member);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync().ConfigureAwait(false);
        Custodians.Dispose();
        AgreementKeys.Dispose();
        _store.Dispose();
        _keys.ForEach(key => key.Dispose());
    }

    private string OnlyMember(string role)
    {
        string[] candidates = [.. Catalog.Members()
            .Where(member => member.Revoked is null && member.Has(role) && File.Exists(_home.KeyPath(member.Name)))
            .Select(member => member.Name)];
        return candidates.Length == 1
            ? candidates[0]
            : throw new UsageException(candidates.Length == 0
                ? $"no member with the role {role} has a key here; name one with --as"
                : $"several members have the role {role} ({string.Join(", ", candidates)}); name one with --as");
    }
}

/// <summary>What commands that write tell at their end: the head, to be kept elsewhere.</summary>
internal static class HeadFile
{
    /// <summary>Prints the head and, where asked for, writes it to a file outside.</summary>
    public static void Tell(Invocation invocation, Head head, string? file)
    {
        if (file is not null)
        {
            FindKept(invocation.Home, file);
            Write(file, head);
        }
        invocation.Output.Say($"head: block {head.Height}, {head.HeaderHash}{(file is null ? "" : $", written to {file}")}");
    }

    public static JsonObject ToJson(Head head) => new()
    {
        ["ledger"] = head.Ledger.ToString(),
        ["height"] = head.Height.Value,
        ["header"] = head.HeaderHash.ToString(),
        ["size"] = head.Size.Value,
        ["root"] = head.TreeRoot.ToString(),
    };

    /// <summary>The whole new file or the old one.</summary>
    public static void Write(string file, Head head) => DurableFile.Replace(file, System.Text.Encoding.UTF8.GetBytes(head.ToText()));

    /// <summary>
    /// The head that stands in a file that is about to be written, or null. It may only be replaced by a later head of the same
    /// ledger: overwriting any other would destroy the one proof of a rollback.
    /// </summary>
    /// <exception cref="RolledBackException">The ledger in the home does not hold that head.</exception>
    public static Head? FindKept(Home home, string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }
        Head kept = Read(file);
        if (!home.Exists)
        {
            throw new RolledBackException(file, $"a head of ledger {kept.Ledger} is kept there, the home holds no ledger");
        }
        string? problem = HeadCheck.Compare(home.OpenForReading(), kept)?.Message;
        return problem is null ? kept : throw new RolledBackException(file, problem);
    }

    /// <summary>Reads a head that was kept elsewhere.</summary>
    public static Head Read(string path) => InputFile.Read(path, bytes => Head.Read(bytes.Span));
}

/// <summary>The home's ledger is not the one, or not all of the one, whose head is kept in a file.</summary>
internal sealed class RolledBackException(string file, string reason) : Exception($"{file}: {reason}; nothing was written over it");

/// <summary>Files named on the command line.</summary>
internal static class InputFile
{
    private const int SizeLimit = 1 << 20;

    /// <exception cref="UsageException">Missing, too large, or not readable.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                throw new UsageException($"{path}: there is no such file");
            }
            using FileStream file = File.OpenRead(path); // a device may say that it is empty and never end
            byte[] bytes = new byte[SizeLimit + 1];
            int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read <= SizeLimit ? bytes[..read] : throw new UsageException($"{path}: has more than {SizeLimit} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    /// <exception cref="UsageException">As above, or not UTF-8.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Read(path));
        }
        catch (ArgumentException)
        {
            throw new UsageException($"{path}: is not UTF-8 text");
        }
    }

    /// <exception cref="UsageException">As above, or not in this format; names the file.</exception>
    public static T Read<T>(string path, Func<ReadOnlyMemory<byte>, T> read)
    {
        byte[] bytes = Read(path);
        try
        {
            return read(bytes);
        }
        catch (MalformedException e)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }

    /// <exception cref="UsageException">There is no such file.</exception>
    public static string RequireExisting(string path) =>
        File.Exists(path) ? path : throw new UsageException($"{path}: {(Directory.Exists(path) ? "is a folder, not a file" : "there is no such file")}");
}
