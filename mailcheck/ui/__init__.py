"""The wizard: the only package that knows Qt.

What the first screen is made of takes Qt's values as `QtCore.Qt`, where they are used, or names them in a property: the
first look at the class `Qt` makes its 94 enumerations, a fifth of the time until that screen is there.
"""
