using System.Text;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>Keys, secrets and settings of a home: small files of text, each of a form of its own.</summary>
internal static class KeptText
{
    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="HomeFileException">The file holds something else, or is none.</exception>
    /// <exception cref="FileRefusedException">This user cannot read it.</exception>
    public static T? Find<T>(RegularFiles files, string name, int limit, Func<string, T> read)
        where T : class
    {
        FileAnswer<byte[]> answer = files.Read(name, limit);
        if (answer is FileAnswer<byte[]>.Refused { Why: not FileRefusal.Unreadable } refused)
        {
            throw new HomeFileException(refused.Path, refused.Reason);
        }
        try
        {
            return answer.OrNull() is { } bytes ? read(Encoding.UTF8.GetString(bytes)) : null;
        }
        catch (MalformedException e)
        {
            throw new HomeFileException(files.PathOf(name), e.Message);
        }
    }
}
