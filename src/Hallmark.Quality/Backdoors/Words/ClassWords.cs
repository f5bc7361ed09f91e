using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors.Words;

/// <summary>
/// What words say of the class of a record that has them, by how many records of each class have them: naive Bayes, all classes being as
/// likely beforehand. Records can be taken out of the count, so that what is asked about has no say.
/// </summary>
internal sealed class ClassWords
{
    private const double Smoothing = 1; // records more that each class is thought to have, with words as all records have them

    private readonly TermTable _terms;
    private readonly int[] _labels;
    private readonly int _classes;
    private readonly int[] _counts; // [term, class]
    private readonly int[] _sizes; // of classes
    private int _size; // of all of them

    public ClassWords(TermTable terms, int[] labels, int classes)
    {
        (_terms, _labels, _classes) = (terms, labels, classes);
        _counts = new int[terms.Names.Length * classes];
        _sizes = new int[classes];
        foreach (int record in Enumerable.Range(0, labels.Length).Where(record => labels[record] >= 0))
        {
            Count(record, 1);
        }
    }

    /// <summary>Takes records out of the count, or puts them back in.</summary>
    public void Leave(IEnumerable<int> records, bool back)
    {
        foreach (int record in records.Where(record => _labels[record] >= 0))
        {
            Count(record, back ? 1 : -1);
        }
    }

    /// <summary>
    /// By how much the words speak for the class rather than for any other, in natural logarithms; null where fewer than two of them are
    /// known from records that count.
    /// </summary>
    public double? Margin(int label, IEnumerable<int> words)
    {
        double[] sums = new double[_classes];
        int known = 0;
        foreach (int word in words)
        {
            double everywhere = Everywhere(word);
            for (int c = 0; everywhere > 0 && c < _classes; c++)
            {
                sums[c] += PortableMath.Log(ShareIn(word, c, everywhere));
            }
            known += everywhere > 0 ? 1 : 0;
        }
        return known < 2 ? null : sums[label] - Others(label).Max(c => sums[c]);
    }

    /// <summary>How much a word speaks for a class, against the class that it speaks for most of all others.</summary>
    /// <returns>Above 1 where it speaks for the class.</returns>
    public double SpeaksFor(int label, int word)
    {
        double everywhere = Everywhere(word);
        return everywhere > 0 ? ShareIn(word, label, everywhere) / Others(label).Max(c => ShareIn(word, c, everywhere)) : 0;
    }

    /// <summary>Other classes that records count of; with none, the first other one, of which nothing is known.</summary>
    private IEnumerable<int> Others(int label) => Enumerable.Range(0, _classes).Where(c => c != label && _sizes[c] > 0)
        .DefaultIfEmpty(label == 0 ? 1 : 0);

    /// <summary>Share of all records with the word.</summary>
    private double Everywhere(int word)
    {
        int count = 0;
        foreach (int of in _counts.AsSpan(word * _classes, _classes))
        {
            count += of;
        }
        return (double)count / Math.Max(1, _size);
    }

    private double ShareIn(int word, int c, double everywhere) =>
        (_counts[(word * _classes) + c] + (Smoothing * everywhere)) / (_sizes[c] + Smoothing);

    private void Count(int record, int by)
    {
        _sizes[_labels[record]] += by;
        _size += by;
        foreach (int term in _terms.TermsOf(record))
        {
            _counts[(term * _classes) + _labels[record]] += by;
        }
    }
}
