using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Ledger;

namespace Hallmark.Operations.Homes;

/// <summary>A head that is kept in a file outside its home, where a rollback shows against it.</summary>
public static class HeadFile
{
    /// <summary>Puts a head in the place of an earlier one; a later one, which another process has written meanwhile, stays.</summary>
    /// <exception cref="RolledBackException">The ledger in the home does not hold the head that stands there.</exception>
    public static void Advance(Home home, string file, Head head)
    {
        if (!(FindKept(home, file)?.Height > head.Height))
        {
            Write(file, head);
        }
    }

    /// <summary>The whole new file or the old one.</summary>
    private static void Write(string file, Head head) => DurableFile.Replace(file, System.Text.Encoding.UTF8.GetBytes(head.ToText()));

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
        using var reader = new HomeReader(home);
        string? problem = HeadProblem.Find(reader.Catalog.Ledger, kept)?.Message;
        return problem is null ? kept : throw new RolledBackException(file, problem);
    }

    /// <summary>Reads a head that was kept elsewhere.</summary>
    public static Head Read(string path) => InputFile.Read(path, bytes => Head.Read(bytes.Span));
}

/// <summary>The home's ledger is not the one, or not all of the one, whose head is kept in a file.</summary>
public sealed class RolledBackException(string file, string reason) : Exception($"{file}: {reason}; nothing was written over it");
